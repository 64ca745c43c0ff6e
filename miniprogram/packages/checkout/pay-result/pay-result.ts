import type { OrderView } from '../../../contract/order';
import { idFromLink } from '../../../contract/routes';
import { logAbout, logInfo } from '../../../platform/log';
import { openPage, replacePage } from '../../../platform/navigation';
import { requestPayment } from '../../../platform/payment';
import { allowOnTap, loadMessages } from '../../../services/messages';
import { loadOrder, startPayment } from '../../../services/orders';
import { askAfter, askNothing } from '../../../stores/asking';
import { leftText } from '../../../stores/countdown';
import { NO_OFFER, offeringMessages } from '../../../stores/message-offer';
import { startTicking, stopTicking } from '../../../stores/ticking';
import {
  mayChange,
  mayNeedHelp,
  pauseMs,
  PAYMENT_STEP_WORDS,
  paymentView,
  type PaymentFacts,
  type PaymentKind,
  type PaymentStep,
} from './payment-view';

interface StepButton {
  readonly step: PaymentStep;
  readonly words: string;
}

const NOTHING_KNOWN: PaymentFacts = { order: null, cashier: null, answers: 0, problem: '', missing: false };

Page({
  data: {
    orderId: '',
    facts: NOTHING_KNOWN,
    kind: 'asking' as PaymentKind,
    title: '',
    text: '',
    steps: [] as readonly StepButton[],
    order: null as OrderView | null,
    countdown: '',
    offer: NO_OFFER,
    /** The result is late, or something did not work: the service may have to be asked. */
    helpful: false,
    /** Questions since something last happened. */
    asked: 0,
    asking: false,
    shown: false,
  },

  onLoad({ orderId, start }: { orderId?: string; start?: string }) {
    const id = idFromLink(orderId);
    if (id === null) {
      this.know({ missing: true });
      return;
    }
    this.setData({ orderId: id });
    logAbout(id);
    if (start === 'yes') void this.pay();
  },

  onShow() {
    this.setData({ shown: true, asked: 0 });
    if (this.data.orderId !== '' && this.data.facts.cashier !== 'opening') void this.ask();
    this.tick();
  },

  onHide() {
    this.rest();
  },

  onUnload() {
    this.rest();
  },

  rest() {
    this.setData({ shown: false });
    askNothing(this);
    stopTicking(this);
  },

  know(change: Partial<PaymentFacts>) {
    const facts = { ...this.data.facts, ...change };
    const { kind, title, text, steps } = paymentView(facts);
    if (kind !== this.data.kind) {
      logInfo('payment.shown', { orderId: this.data.orderId, kind });
      if (kind === 'paid') void this.offerMessages();
    }
    const words = steps.map((step) => ({ step, words: PAYMENT_STEP_WORDS[step] }));
    this.setData({
      facts,
      kind,
      title,
      text,
      steps: words,
      helpful: mayNeedHelp(kind, facts),
      ...(facts.order !== null && { order: facts.order }),
    });
    this.tick();
  },

  /** Opens the cashier. Whatever it answers, the server is asked what happened. */
  async pay() {
    if (this.data.facts.cashier === 'opening') return;
    this.know({ cashier: 'opening', problem: '' });
    const end = await startPayment(this.data.orderId);
    if (end.kind === 'accepted') {
      const cashier = await requestPayment(end.value.requestPayment);
      logInfo('payment.cashierClosed', { orderId: this.data.orderId, cashier });
      this.know({ cashier, answers: 0 });
      await this.askAnew();
      return;
    }
    const missing = end.kind === 'refused' && end.code === 'ORDER_NOT_FOUND';
    // Paid or closed elsewhere is no problem to be told: the order says it.
    const plain =
      end.kind === 'refused' && (end.code === 'ORDER_ALREADY_PAID' || end.code === 'ORDER_CLOSED');
    this.know({ cashier: null, answers: 0, missing, problem: plain ? '' : end.message });
    await this.askAnew(plain ? '' : end.message);
  },

  askAnew(problem = ''): Promise<void> {
    this.setData({ asked: 0 });
    return this.ask(problem);
  },

  /** Asks the server, and again later while the answer may change. */
  async ask(problem = '') {
    const { orderId, asking, facts } = this.data;
    if (asking || orderId === '' || facts.missing) return;
    this.setData({ asking: true });
    const end = await loadOrder(orderId);
    this.setData({ asking: false, asked: this.data.asked + 1 });
    if (end.kind === 'accepted')
      this.know({ order: end.value, answers: this.data.facts.answers + 1, problem });
    else
      this.know({ problem: end.message, missing: end.kind === 'refused' && end.code === 'ORDER_NOT_FOUND' });
    this.askLater();
  },

  askLater() {
    if (!this.data.shown || !mayChange(this.data.kind)) return;
    askAfter(this, pauseMs(this.data.asked), () => {
      if (this.data.facts.cashier === 'opening') this.askLater();
      else void this.ask();
    });
  },

  tick() {
    if (!this.data.shown || this.data.kind !== 'unpaid') {
      stopTicking(this);
      return;
    }
    startTicking(this, () => this.drawCountdown());
    this.drawCountdown();
  },

  drawCountdown() {
    const { order, countdown } = this.data;
    if (order === null) return;
    const left = leftText(order, Date.now());
    if (left === countdown) return;
    this.setData({ countdown: left });
    if (left === '') void this.askAnew();
  },

  /** Messages are asked about here, where the order is paid: a question before it would stand in its way. */
  ...offeringMessages({ load: loadMessages, allow: allowOnTap }),

  onStep({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { step: PaymentStep }>) {
    switch (currentTarget.dataset.step) {
      case 'pay':
        void this.pay();
        return;
      case 'ask':
        void this.askAnew();
        return;
      case 'order':
        void replacePage('orderDetail', { orderId: this.data.orderId });
        return;
      case 'orders':
        void replacePage('orders', {});
        return;
      case 'home':
        void openPage('home', {});
    }
  },
});
