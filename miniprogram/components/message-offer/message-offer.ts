/**
 * Offers messages about an order through WeChat, or says that they will come. `state`: `none` draws nothing. Tells `allow`
 * on the tap, which WeChat wants for its question.
 */
Component({
  properties: {
    state: { type: String, value: 'none' },
  },

  methods: {
    onAllow() {
      this.triggerEvent('allow');
    },
  },
});
