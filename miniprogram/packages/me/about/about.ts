import type { AboutView } from '../../../contract/me';
import { appVersion, callNumber } from '../../../platform/app-facts';
import { supportCode } from '../../../platform/log';
import { openPrivacyContract } from '../../../platform/privacy';
import { loadAbout } from '../../../services/me';
import type { ListPhase } from '../../../stores/paged-list';

Page({
  data: {
    about: null as AboutView | null,
    phase: 'first' as ListPhase,
    problem: '',
    version: appVersion(),
    code: supportCode(),
  },

  onLoad() {
    void this.load();
  },

  onRetry() {
    void this.load();
  },

  async load() {
    this.setData({ phase: 'first' });
    const end = await loadAbout();
    if (end.kind === 'accepted') this.setData({ about: end.value, phase: 'end' });
    else this.setData({ phase: 'failed', problem: end.message });
  },

  onCall() {
    const phone = this.data.about?.service.phone;
    if (phone !== undefined && phone !== '') callNumber(phone);
  },

  onPrivacy() {
    openPrivacyContract();
  },
});
