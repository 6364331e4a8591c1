/** input and textarea. */

import { fields } from './fields.js';

const COMMON = {
  value: { type: null, value: '' },
  placeholder: String,
  placeholderStyle: String,
  placeholderClass: { type: String, value: 'input-placeholder' },
  disabled: Boolean,
  maxlength: { type: Number, value: 140 },
  cursorSpacing: { type: Number, value: 0 },
  autoFocus: Boolean,
  focus: Boolean,
  confirmType: { type: String, value: 'done' },
  confirmHold: Boolean,
  holdKeyboard: Boolean,
  cursor: Number,
  selectionStart: { type: Number, value: -1 },
  selectionEnd: { type: Number, value: -1 },
  adjustPosition: { type: Boolean, value: true },
  alwaysEmbed: Boolean,
  name: String,
  cursorColor: String,
};

/**
 * @param {any} host
 * @param {(component: any) => HTMLInputElement | HTMLTextAreaElement} make
 * @param {Record<string, unknown>} properties
 * @param {Record<string, Function>} observers
 * @param {(component: any, field: any) => void} more
 */
function textField(host, make, properties, observers, more) {
  return {
    properties: Object.assign({}, COMMON, properties),
    observers: Object.assign({
      value(value) {
        const field = fieldOf(this);
        const text = value === undefined || value === null ? '' : String(value);
        if (field && field.value !== text) field.value = text;
        if (field) host.later(() => this.fit && this.fit());
      },
      placeholder(text) { fieldOf(this).placeholder = text || ''; },
      disabled(value) { fieldOf(this).disabled = Boolean(value); },
      maxlength(value) { setMax(fieldOf(this), value); },
      focus(value) {
        const field = fieldOf(this);
        if (value) host.later(() => field.focus());
        else if (document.activeElement === field) field.blur();
      },
      placeholderClass(name) { fieldOf(this).dataset.placeholderClass = name || ''; },
    }, observers),
    lifetimes: {
      created() {
        const field = make(this);
        this.field = field;
        this.getBackendElement().appendChild(field);
        setMax(field, 140);
        const emit = (type, detail) => host.deliver(() => this.triggerEvent(type, detail));
        let composing = false;
        const changed = () => {
          this.setData({ value: field.value });
          const cursor = field.selectionStart === null ? field.value.length : field.selectionStart;
          emit('input', { value: field.value, cursor, keyCode: 0 });
        };
        field.addEventListener('compositionstart', () => { composing = true; });
        field.addEventListener('compositionend', () => { composing = false; });
        field.addEventListener('input', changed);
        field.addEventListener('focus', () => {
          emit('focus', { value: field.value, height: 0 });
        });
        field.addEventListener('blur', () => emit('blur', { value: field.value, cursor: field.selectionStart || 0 }));
        field.addEventListener('keydown', (event) => {
          // While an input method is open, Enter chooses a word.
          if (event.key !== 'Enter' || event.shiftKey || composing || event.isComposing) return;
          const lines = field instanceof HTMLTextAreaElement && this.data.confirmType === 'return';
          if (lines) return;
          event.preventDefault();
          emit('confirm', { value: field.value });
          if (!this.data.confirmHold && !(field instanceof HTMLTextAreaElement)) field.blur();
        });
        more(this, field);
        fields.set(this.getBackendElement(), {
          name: () => this.data.name, value: () => field.value, reset: () => this.setData({ value: '' }),
        });
      },
      attached() {
        if (this.data.autoFocus) host.later(() => this.field.focus());
        if (this.fit) this.fit();
      },
    },
  };
}

const fieldOf = (component) => component.field;

function setMax(field, value) {
  if (value === null || value === undefined || value < 0) field.removeAttribute('maxlength');
  else field.maxLength = value;
}

/** @param {any} host */
export function input(host) {
  return textField(host, () => {
    const field = document.createElement('input');
    field.type = 'text';
    field.autocomplete = 'off';
    field.className = 'wx-field';
    return field;
  }, { type: { type: String, value: 'text' }, password: Boolean, safePasswordCertPath: String }, {
    'type, password': function kind(type, password) {
      const field = fieldOf(this);
      field.type = password ? 'password' : 'text';
      field.inputMode = type === 'number' ? 'numeric' : type === 'digit' ? 'decimal' : 'text';
    },
  }, () => {});
}

/** @param {any} host */
export function textarea(host) {
  return textField(host, () => {
    const field = document.createElement('textarea');
    field.rows = 1;
    field.className = 'wx-field';
    return field;
  }, {
    autoHeight: Boolean, fixed: Boolean, showConfirmBar: { type: Boolean, value: true }, disableDefaultPadding: Boolean,
    confirmType: { type: String, value: 'return' },
  }, {
    autoHeight(value) {
      this.getBackendElement().classList.toggle('auto-height', Boolean(value));
      if (this.fit) this.fit();
    },
    disableDefaultPadding(value) { this.getBackendElement().classList.toggle('no-padding', Boolean(value)); },
  }, (component, field) => {
    let lines = 0;
    component.fit = () => {
      if (!component.data.autoHeight || !field.isConnected) return;
      field.style.height = 'auto';
      const height = field.scrollHeight;
      field.style.height = height + 'px';
      const lineHeight = parseFloat(getComputedStyle(field).lineHeight) || 20;
      const count = Math.max(1, Math.round(height / lineHeight));
      if (count === lines) return;
      lines = count;
      host.later(() => component.triggerEvent('linechange', { height, heightRpx: height * 2, lineCount: count }));
    };
    field.addEventListener('input', component.fit);
  });
}
