/**
 * wx.createSelectorQuery: places and sizes of elements. Answers come later, in coordinates of the page, as on a phone.
 */

/**
 * @param {() => any} currentPage  the page's caller
 * @param {(task: () => void) => void} later
 * @param {any} [owner]
 */
export function createSelectorQuery(currentPage, later, owner) {
  let component = owner || null;
  /** @type {Array<{ selector: string | null, many: boolean, fields: any, owner: any, done?: (result: any) => void }>} */
  const asked = [];

  const query = {
    in(caller) {
      component = caller;
      return query;
    },
    select: (selector) => nodes(selector, false),
    selectAll: (selector) => nodes(selector, true),
    selectViewport: () => nodes(null, false),
    exec(done) {
      const work = asked.splice(0);
      later(() => {
        const results = work.map((one) => {
          const result = answer(one, one.owner || currentPage());
          if (one.done) one.done(result);
          return result;
        });
        if (done) done(results);
      });
      return query;
    },
  };

  function nodes(selector, many) {
    const ask = (fields, done) => {
      asked.push({ selector, many, fields, done, owner: component });
      return query;
    };
    return {
      boundingClientRect: (done) => ask({ id: true, dataset: true, rect: true, size: true }, done),
      scrollOffset: (done) => ask({ id: true, dataset: true, scrollOffset: true }, done),
      fields: (fields, done) => ask(fields, done),
      context: (done) => ask({ context: true }, done),
      node: (done) => ask({ node: true }, done),
    };
  }
  return query;
}

function answer(one, caller) {
  if (!caller) return one.many ? [] : null;
  const root = caller._$;
  const view = viewOf(root.getBackendElement());
  if (one.selector === null) return measure(view.querySelector('.page-scroll') || view, one.fields, view, '', {});
  const shadow = root.getShadowRoot();
  const found = one.many ? shadow.querySelectorAll(one.selector) : [shadow.querySelector(one.selector)].filter(Boolean);
  const results = found.map((node) => measure(node.getBackendElement(), one.fields, view, node.id, node.dataset, node));
  return one.many ? results : results[0] || null;
}

/** @param {HTMLElement} element */
function viewOf(element) {
  return /** @type {HTMLElement} */ (element.closest('.page-view') || document.body);
}

function measure(element, fields, view, id, dataset, node) {
  const rect = element.getBoundingClientRect();
  const origin = view.getBoundingClientRect();
  /** @type {Record<string, any>} */
  const result = {};
  if (fields.id) result.id = id;
  if (fields.dataset) result.dataset = Object.assign({}, dataset);
  if (fields.rect) {
    Object.assign(result, {
      left: rect.left - origin.left, right: rect.right - origin.left, top: rect.top - origin.top, bottom: rect.bottom - origin.top,
    });
  }
  if (fields.size) Object.assign(result, { width: rect.width, height: rect.height });
  if (fields.scrollOffset) {
    Object.assign(result, {
      scrollLeft: element.scrollLeft, scrollTop: element.scrollTop, scrollWidth: element.scrollWidth, scrollHeight: element.scrollHeight,
    });
  }
  (fields.properties || []).forEach((name) => { if (node && node.data) result[name] = node.data[name]; });
  (fields.computedStyle || []).forEach((name) => { result[name] = getComputedStyle(element)[name]; });
  return result;
}
