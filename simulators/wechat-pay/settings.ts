/** Switches that may be turned while the simulator runs. */
export interface Settings {
  /** `ladder`: WeChat Pay's waits between repeats; `atOnce`: repeats follow each other without waiting. */
  notifications: 'ladder' | 'atOnce';
  /** Whether refusals carry `Wechatpay-*` headers as well. */
  signErrors: boolean;
}
