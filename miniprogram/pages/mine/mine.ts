import { markTab } from '../../platform/tab-bar';

Page({
  onShow() {
    markTab(this, 'mine');
  },
});
