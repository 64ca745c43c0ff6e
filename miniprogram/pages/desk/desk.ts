import { markTab } from '../../platform/tab-bar';
import { isStaff, session } from '../../stores/session';

Page({
  data: { staff: false },

  onShow() {
    markTab(this, 'desk');
    this.setData({ staff: isStaff(session.read()) });
  },
});
