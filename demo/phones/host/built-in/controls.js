/** button, form, label, navigator, switch, checkbox, radio, picker. */

import { fields } from './fields.js';

/** @param {any} host */
export function button(host) {
  return {
    properties: {
      size: { type: String, value: 'default' }, type: { type: String, value: 'default' }, plain: Boolean, disabled: Boolean, loading: Boolean,
      formType: String, openType: String, hoverClass: { type: String, value: 'button-hover' }, hoverStopPropagation: Boolean,
      hoverStartTime: Number, hoverStayTime: Number, lang: String, sessionFrom: String, name: String,
    },
    observers: {
      'size, type, plain, disabled, loading': function look(size, type, plain, disabled, loading) {
        const element = this.getBackendElement();
        element.setAttribute('size', size);
        element.setAttribute('type', type);
        element.toggleAttribute('plain', Boolean(plain));
        element.toggleAttribute('disabled', Boolean(disabled));
        element.toggleAttribute('loading', Boolean(loading));
      },
      hoverClass(name) { this.getBackendElement().setAttribute('hover-class', name || 'none'); },
    },
    lifetimes: {
      created() {
        this.addListener('tap', () => {
          if (this.data.disabled) return;
          if (this.data.formType) host.submitForm(this.getBackendElement(), this.data.formType);
          if (this.data.openType === 'chooseAvatar') {
            host.chooseAvatar().then((path) => { if (path) host.deliver(() => this.triggerEvent('chooseavatar', { avatarUrl: path })); });
          }
        });
        // A disabled button swallows the tap before the page hears of it.
        this.addListener('tap', (event) => { if (this.data.disabled) event.stopPropagation(); }, { capture: true });
      },
    },
  };
}

/** @param {any} host */
export function form(host) {
  host.submitForm = (from, kind) => {
    const element = from.closest('wx-form');
    if (!element || !element.__wxElement) return;
    /** @type {Record<string, unknown>} */
    const value = {};
    element.querySelectorAll('*').forEach((one) => {
      const field = fields.get(one);
      if (!field) return;
      if (kind === 'reset') field.reset();
      else if (field.name()) value[field.name()] = field.value();
    });
    host.deliver(() => element.__wxElement.triggerEvent(kind, kind === 'submit' ? { value } : {}));
  };
  return { properties: { reportSubmit: Boolean, reportSubmitTimeout: Number } };
}

export function label() {
  return {
    properties: { for: String },
    lifetimes: {
      created() {
        this.addListener('tap', (event) => {
          const element = this.getBackendElement();
          const owner = this.ownerShadowRoot;
          const named = this.data.for && owner ? owner.getElementById(this.data.for) : null;
          const target = named ? named.getBackendElement() : element.querySelector('wx-input,wx-textarea,wx-switch,wx-checkbox,wx-radio');
          if (!target || (event.target && event.target.getBackendElement && target.contains(event.target.getBackendElement()))) return;
          const field = target.querySelector('input,textarea');
          if (field) field.focus();
          else if (target.__wxElement.toggle) target.__wxElement.toggle();
        });
      },
    },
  };
}

/** @param {any} host */
export function navigator(host) {
  return {
    properties: {
      url: String, openType: { type: String, value: 'navigate' }, delta: { type: Number, value: 1 }, target: String,
      hoverClass: { type: String, value: 'navigator-hover' }, hoverStopPropagation: Boolean, hoverStartTime: Number, hoverStayTime: Number,
    },
    observers: { hoverClass(name) { this.getBackendElement().setAttribute('hover-class', name || 'none'); } },
    lifetimes: {
      created() {
        const apis = { navigate: 'navigateTo', redirect: 'redirectTo', switchTab: 'switchTab', reLaunch: 'reLaunch', navigateBack: 'navigateBack' };
        this.addListener('tap', () => host.wx()[apis[this.data.openType]]({ url: this.data.url, delta: this.data.delta }).catch(() => {}));
      },
    },
  };
}

/** Things with two states. @param {any} host @param {string} tag */
function toggle(host, tag) {
  return {
    properties: { checked: Boolean, disabled: Boolean, color: String, type: String, name: String, value: String },
    observers: {
      checked(on) { this.getBackendElement().toggleAttribute('checked', Boolean(on)); },
      disabled(on) { this.getBackendElement().toggleAttribute('disabled', Boolean(on)); },
      color(color) { if (color) this.getBackendElement().style.setProperty('--on', color); },
    },
    methods: {
      toggle() {
        if (this.data.disabled) return;
        const value = tag === 'radio' ? true : !this.data.checked;
        this.setData({ checked: value });
        host.deliver(() => this.triggerEvent('change', { value }));
      },
    },
    lifetimes: {
      created() {
        this.addListener('tap', () => this.toggle());
        fields.set(this.getBackendElement(), {
          name: () => this.data.name, value: () => this.data.checked, reset: () => this.setData({ checked: false }),
        });
      },
    },
  };
}

/** @param {any} host */
export function pickers(host) {
  return {
    switch: toggle(host, 'switch'),
    checkbox: toggle(host, 'checkbox'),
    radio: toggle(host, 'radio'),
    picker: {
      properties: {
        mode: { type: String, value: 'selector' }, range: { type: Array, value: [] }, rangeKey: String, value: { type: null, value: 0 }, disabled: Boolean,
        headerText: String, start: String, end: String, name: String,
      },
      lifetimes: {
        created() {
          const emit = (type, detail) => host.deliver(() => this.triggerEvent(type, detail));
          this.addListener('tap', () => {
            if (this.data.disabled) return;
            const { mode, range, rangeKey } = this.data;
            const words = mode === 'selector' ? range.map((one) => String(rangeKey ? one[rangeKey] : one)) : [];
            const asked = mode === 'selector' ? host.pick(words, Number(this.data.value) || 0) : host.pickMoment(mode, String(this.data.value || ''));
            asked.then((value) => {
              if (value === null) emit('cancel', {});
              else {
                this.setData({ value });
                emit('change', { value });
              }
            });
          });
          fields.set(this.getBackendElement(), {
            name: () => this.data.name, value: () => this.data.value, reset: () => this.setData({ value: 0 }),
          });
        },
      },
    },
  };
}
