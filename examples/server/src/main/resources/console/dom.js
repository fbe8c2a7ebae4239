/** An element: its attributes, listeners as `onclick`, and what is in it. Texts are only ever texts. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (typeof value === 'boolean') {
      element.toggleAttribute(key, value);
    } else if (value !== undefined && value !== null) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.flat().filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

/** Shows a picture that the server drew. It is shown as an image, in which nothing of it can run. */
export function picture(svg, what) {
  const encoded = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(svg);
  return h('img', { src: encoded, alt: what, width: 256, height: 256 });
}

/** Tells something for a while, also to screen readers. */
export function notify(text) {
  const notice = h('p', {}, text);
  document.getElementById('notices').append(notice);
  setTimeout(() => notice.remove(), 8000);
}

/** Runs a step when a form is sent or a button pressed: once at a time, and tells why it failed. */
export function action(step) {
  return async event => {
    event.preventDefault();
    const button = event.submitter ?? event.currentTarget;
    button.disabled = true;
    try {
      await step(event);
    } catch (failure) {
      notify(failure.message);
    } finally {
      button.disabled = false;
    }
  };
}

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
  return instant ? h('time', { datetime: instant }, new Date(instant).toLocaleString()) : '–';
}

/** A table that scrolls by itself on a narrow screen. */
export function table(caption, heads, rows) {
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    h('table', {},
      h('thead', {}, h('tr', {}, heads.map(head => h('th', { scope: 'col' }, head)))),
      h('tbody', {}, rows.map(row => h('tr', {}, row.map(cell =>
        h('td', { class: typeof cell === 'number' ? 'number' : null }, typeof cell === 'number' ? cell.toLocaleString() : cell)))))));
}

/** A list that is read page by page, as far as somebody wants. */
export function pages(read, render, nothing) {
  const list = h('div', {});
  const more = h('button', { type: 'button', hidden: true }, 'Show more');
  let cursor;
  async function next() {
    const page = await read(cursor);
    cursor = page.next;
    more.hidden = !cursor;
    list.append(...page.items.map(render));
    if (!list.firstChild) {
      list.append(h('p', { class: 'quiet' }, nothing));
    }
  }
  more.addEventListener('click', action(next));
  const whole = h('section', {}, list, more);
  whole.refresh = async () => {
    cursor = undefined;
    const page = await read(undefined);
    cursor = page.next;
    more.hidden = !cursor;
    list.replaceChildren(...page.items.map(render));
    if (!list.firstChild) {
      list.append(h('p', { class: 'quiet' }, nothing));
    }
  };
  whole.ready = whole.refresh();
  whole.ready.catch(failure => notify(failure.message));
  return whole;
}
