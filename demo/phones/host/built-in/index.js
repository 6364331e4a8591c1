/**
 * The built-in components. `view`, `text` and `cover-view` are bare elements; the others are glass-easel components whose host element
 * is filled by hand, since what is inside is HTML.
 */

import { button, form, label, navigator, pickers } from './controls.js';
import { icon, image, progress, video } from './media.js';
import { scrollView } from './scroll-view.js';
import { input, textarea } from './text-fields.js';

/**
 * @param {any} space
 * @param {any} host
 * @returns {Record<string, any>} tag → definition
 */
export function defineBuiltIns(space, host) {
  const all = Object.assign(
    { input: input(host), textarea: textarea(host), button: button(host), 'scroll-view': scrollView(host), image: image(host) },
    { video: video(host), icon: icon(), progress: progress(), form: form(host), label: label(), navigator: navigator(host) },
    pickers(host),
  );
  /** @type {Record<string, any>} */
  const defined = {};
  Object.keys(all).forEach((tag) => {
    const part = all[tag];
    defined['wx-' + tag] = space.defineComponent({
      is: 'wx-' + tag,
      options: { virtualHost: false },
      properties: Object.assign({ hidden: Boolean, ariaLabel: String, ariaRole: String, role: String }, part.properties),
      observers: Object.assign({
        hidden(value) { this.getBackendElement().toggleAttribute('hidden', Boolean(value)); },
      }, part.observers),
      lifetimes: Object.assign({}, part.lifetimes, {
        created() {
          if (part.lifetimes && part.lifetimes.created) part.lifetimes.created.call(this);
          // Observers hear of changes only; what an element looks like by default is drawn here.
          Object.keys(part.observers || {}).forEach((names) => {
            part.observers[names].apply(this, names.split(',').map((name) => this.data[name.trim()]));
          });
        },
      }),
      methods: part.methods,
    });
  });
  return defined;
}
