const SVG = 'http://www.w3.org/2000/svg';
const SHOWN_FOR = 8000;

const DATE = { dateStyle: 'medium' };
const MOMENT = { ...DATE, timeStyle: 'short' };

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (typeof value === 'boolean') {
      element.toggleAttribute(key, value);
    } else if (value !== undefined && value !== null) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

/** An element: its attributes, listeners as `onclick`, and what is in it. Texts are only ever texts. */
export const h = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);

/** The same, of a drawing. */
export const drawn = (name, attributes = {}, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

/** Shows a picture that the server drew. It is shown as an image, in which nothing of it can run. */
export function picture(svg, what) {
  const encoded = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(svg);
  return h('img', { src: encoded, alt: what, width: 256, height: 256 });
}

/** Tells something for a while, also to screen readers. */
export function notify(text) {
  const notice = h('p', {}, text);
  document.getElementById('notices').append(notice);
  setTimeout(() => notice.remove(), SHOWN_FOR);
}

/**
 * Runs a step when a form is sent or a button pressed: once at a time, and tells why it failed. The button stays where the
 * keyboard is.
 */
export function action(step, tell = failure => notify(failure.message)) {
  return async event => {
    event.preventDefault();
    const button = event.submitter ?? event.currentTarget;
    if (button.hasAttribute('aria-busy')) {
      return;
    }
    button.setAttribute('aria-busy', 'true');
    try {
      await step(event);
    } catch (failure) {
      tell(failure);
    } finally {
      button.removeAttribute('aria-busy');
    }
  };
}

/** A button that runs a step. */
export const button = (name, step, attributes = {}) =>
  h('button', { type: 'button', onclick: action(step), ...attributes }, name);

/** Runs a step whenever asked, once at a time; asked meanwhile once more, so that what it shows is never older than that. */
export function latest(step) {
  let running = false;
  let asked = false;
  return async () => {
    asked = true;
    if (running) {
      return;
    }
    running = true;
    try {
      while (asked) {
        asked = false;
        await step();
      }
    } catch (failure) {
      notify(failure.message);
    } finally {
      running = false;
    }
  };
}

export function when(instant) {
  return instant ? h('time', { datetime: instant }, new Date(instant).toLocaleString(undefined, MOMENT)) : '–';
}

/** A day in UTC, such as 2026-11-22, as people write it. */
export const day = text => new Date(text).toLocaleDateString(undefined, { ...DATE, timeZone: 'UTC' });

export const count = (number, one, many) => `${number.toLocaleString()} ${number === 1 ? one : many}`;

/** A word beside others, such as a kind or a label. */
export const tag = text => h('span', { class: 'tag' }, text);

/** A status, which its word tells and its colour underlines. */
export const status = word => h('span', { class: `tag status ${word}` }, word);

/** Whether a line is up, told also to screen readers. */
export function lamp() {
  const element = h('span', { class: 'lamp', role: 'status' });
  element.tell = (text, state = '') => {
    if (element.textContent !== text) {
      element.textContent = text;
    }
    element.className = `lamp ${state}`;
  };
  element.line = isUp => isUp ? element.tell('live', 'up') : element.tell('reconnecting …', 'down');
  return element;
}

/** A table that scrolls by itself on a narrow screen. */
export function table(caption, heads, rows) {
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    h('table', {},
      h('thead', {}, h('tr', {}, heads.map((head, column) =>
        h('th', { scope: 'col', class: typeof rows[0]?.[column] === 'number' ? 'number' : null }, head)))),
      h('tbody', {}, rows.map(row => h('tr', {}, row.map(cell =>
        h('td', { class: typeof cell === 'number' ? 'number' : null }, typeof cell === 'number' ? cell.toLocaleString() : cell)))))));
}

/** Keys and values of a session's state. */
export const stateTable = state => Object.keys(state).length
  ? table('State', ['Key', 'Value'], Object.entries(state).map(([key, value]) =>
    [h('code', { class: 'code' }, key), h('code', { class: 'code' }, JSON.stringify(value))]))
  : h('p', { class: 'quiet' }, 'Nothing is kept.');

/** What is there once it was read, and until then that it is being read. */
export function loaded(read, render) {
  const place = h('div', { 'aria-busy': 'true' }, loading());
  place.refresh = async () => {
    place.setAttribute('aria-busy', 'true');
    try {
      place.replaceChildren(...[render(await read())].flat(Infinity));
    } catch (failure) {
      place.replaceChildren(h('p', { class: 'bad', role: 'alert' }, failure.message), button('Try again', place.refresh));
    } finally {
      place.removeAttribute('aria-busy');
    }
  };
  place.refresh();
  return place;
}

export const loading = () => h('p', { class: 'quiet loading', role: 'status' }, 'Loading …');

/** A list that is read page by page, as far as somebody wants. */
export function pages(read, render, nothing) {
  const list = h('div', { class: 'list' });
  const told = h('div', {}, loading());
  const more = button('Show more', () => take(cursor), { hidden: true });
  const whole = h('section', { class: 'pages', tabindex: -1, 'aria-busy': 'true' }, list, told, more);
  let cursor;

  async function take(from) {
    whole.setAttribute('aria-busy', 'true');
    const hadFocus = list.contains(document.activeElement);
    try {
      const page = await read(from);
      cursor = page.next;
      more.hidden = !cursor;
      if (!from) {
        list.replaceChildren();
      }
      list.append(...page.items.map(render));
      told.replaceChildren(...(list.firstChild ? [] : [h('p', { class: 'empty' }, nothing)]));
    } catch (failure) {
      told.replaceChildren(h('p', { class: 'bad', role: 'alert' }, failure.message), button('Try again', () => take(from)));
      throw failure;
    } finally {
      whole.removeAttribute('aria-busy');
    }
    if (hadFocus && !list.contains(document.activeElement)) {
      whole.focus();
    }
  }

  whole.refresh = latest(() => take(undefined));
  whole.refresh();
  return whole;
}
