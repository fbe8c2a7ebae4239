import { post } from './api.js';
import { button, h } from './dom.js';

/** What workers ask to be allowed, until somebody answers or the answer they write is over. */
export class Permissions {
  #asked = new Map();

  constructor() {
    this.element = h('section', { 'aria-live': 'assertive' });
  }

  /** Takes an event of a session's log, a snapshot of one included. */
  hear(event) {
    switch (event.type) {
      case 'snapshot':
        this.#asked.clear();
        this.element.replaceChildren();
        (event.open_replies ?? []).flatMap(open => open.permissions ?? []).forEach(request => this.#ask(request));
        break;
      case 'permission_requested':
        this.#ask(event);
        break;
      case 'permission_answered':
        this.#close(request => request.reply === event.reply_id && request.id === event.request_id);
        break;
      case 'reply_finished':
        this.#close(request => request.reply === event.reply_id);
        break;
    }
  }

  #ask(request) {
    const key = `${request.reply_id}/${request.request_id}`;
    if (this.#asked.has(key)) {
      return;
    }
    const element = h('article', { class: 'card' },
      h('strong', {}, request.title),
      request.tool_call ? h('pre', { class: 'code scroll', tabindex: 0 }, JSON.stringify(request.tool_call, null, 2)) : null,
      h('p', { class: 'row' }, request.options.map(option =>
        button(option.name,
          () => post(`/replies/${request.reply_id}/permissions/${encodeURIComponent(request.request_id)}`, { option_id: option.option_id }),
          { class: option.kind.startsWith('reject') ? 'danger' : 'main' }))));
    this.#asked.set(key, { reply: request.reply_id, id: request.request_id, element });
    this.element.append(element);
  }

  #close(over) {
    for (const [key, request] of this.#asked) {
      if (over(request)) {
        request.element.remove();
        this.#asked.delete(key);
      }
    }
  }
}
