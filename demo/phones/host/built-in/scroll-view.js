/** scroll-view: the host element itself scrolls. */

/** @param {any} host */
export function scrollView(host) {
  return {
    properties: {
      scrollX: Boolean,
      scrollY: Boolean,
      upperThreshold: { type: Number, value: 50 },
      lowerThreshold: { type: Number, value: 50 },
      scrollTop: { type: null, value: null },
      scrollLeft: { type: null, value: null },
      scrollIntoView: { type: String, value: '' },
      scrollIntoViewOffset: { type: Number, value: 0 },
      scrollWithAnimation: Boolean,
      scrollAnchoring: Boolean,
      enableBackToTop: Boolean,
      enableFlex: Boolean,
      enhanced: Boolean,
      bounces: { type: Boolean, value: true },
      showScrollbar: { type: Boolean, value: true },
      fastDeceleration: Boolean,
      pagingEnabled: Boolean,
      refresherEnabled: Boolean,
      refresherTriggered: Boolean,
      type: String,
    },
    observers: {
      'scrollX, scrollY': function axes(x, y) {
        const { style } = this.getBackendElement();
        style.overflowX = x ? 'auto' : 'hidden';
        style.overflowY = y ? 'auto' : 'hidden';
      },
      scrollAnchoring(on) { this.getBackendElement().style.overflowAnchor = on ? 'auto' : 'none'; },
      showScrollbar(on) { this.getBackendElement().classList.toggle('no-scrollbar', !on); },
      scrollTop(value) { if (value !== null && value !== undefined && value !== '') this.go({ top: lengthOf(value) }); },
      scrollLeft(value) { if (value !== null && value !== undefined && value !== '') this.go({ left: lengthOf(value) }); },
      scrollIntoView(id) { if (id) this.goTo(id); },
    },
    methods: {
      go(place) {
        // What the same setData adds to the list must be there first; glass-easel has rendered it when this runs.
        host.soon(() => this.getBackendElement().scrollTo(Object.assign({ behavior: this.data.scrollWithAnimation && this.shownOnce ? 'smooth' : 'instant' }, place)));
      },
      goTo(id) {
        host.soon(() => {
          const owner = this.ownerShadowRoot;
          const node = owner ? owner.getElementById(id) : null;
          const element = node && node.getBackendElement();
          if (!element) return;
          const view = this.getBackendElement();
          const from = view.getBoundingClientRect();
          const to = element.getBoundingClientRect();
          view.scrollTo({
            top: this.data.scrollY ? view.scrollTop + to.top - from.top + this.data.scrollIntoViewOffset : undefined,
            left: this.data.scrollX ? view.scrollLeft + to.left - from.left : undefined,
            behavior: this.data.scrollWithAnimation && this.shownOnce ? 'smooth' : 'instant',
          });
        });
      },
    },
    lifetimes: {
      created() {
        const view = this.getBackendElement();
        let { scrollTop, scrollLeft } = view;
        let atTop = true;
        let atBottom = false;
        let planned = false;
        const emit = (type, detail) => host.deliver(() => this.triggerEvent(type, detail));
        const report = () => {
          planned = false;
          const deltaY = scrollTop - view.scrollTop;
          const deltaX = scrollLeft - view.scrollLeft;
          scrollTop = view.scrollTop;
          scrollLeft = view.scrollLeft;
          const { scrollHeight, scrollWidth, clientHeight } = view;
          emit('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth, deltaX, deltaY });
          const nearTop = scrollTop <= this.data.upperThreshold;
          const nearBottom = scrollTop + clientHeight >= scrollHeight - this.data.lowerThreshold;
          if (nearTop && !atTop && deltaY > 0) emit('scrolltoupper', { direction: 'top' });
          if (nearBottom && !atBottom && deltaY < 0) emit('scrolltolower', { direction: 'bottom' });
          atTop = nearTop;
          atBottom = nearBottom;
        };
        view.addEventListener('scroll', () => {
          if (planned) return;
          planned = true;
          host.soon(report);
        }, { passive: true });
      },
      attached() {
        const view = this.getBackendElement();
        if (!this.data.scrollAnchoring) view.style.overflowAnchor = 'none';
        host.later(() => { this.shownOnce = true; });
      },
    },
  };
}

/** A number, or text in px or rpx. @param {unknown} value */
function lengthOf(value) {
  const number = parseFloat(String(value));
  return String(value).endsWith('rpx') ? number * (document.documentElement.clientWidth / 750) : number;
}
