import { h, loading, when } from './dom.js';

const NEAR = 80;

/**
 * What was said, in its order, and answers while they are written. Whatever comes twice stands there once. What comes is
 * read out as it comes, an answer once it is whole, and what was there before is not.
 */
export class Transcript {
  #messages = new Map();
  #replies = new Map();

  constructor(label) {
    this.element = h('div', { role: 'log', 'aria-label': label, tabindex: 0, 'aria-busy': 'true' }, loading());
  }

  get isLoading() {
    return this.element.hasAttribute('aria-busy');
  }

  /** What was there before has come. */
  loaded() {
    this.element.querySelector('.loading')?.remove();
    this.element.removeAttribute('aria-busy');
  }

  get isEmpty() {
    return this.#messages.size === 0 && this.#replies.size === 0;
  }

  get isAnswering() {
    return this.#replies.size > 0;
  }

  clear() {
    this.#messages.clear();
    this.#replies.clear();
    this.element.replaceChildren();
  }

  /** Puts a message where its position says. */
  put(message) {
    this.#keepingEnd(() => {
      const fresh = bubble(message);
      const known = this.#messages.get(message.id);
      this.#messages.set(message.id, { position: message.position, element: fresh });
      if (known) {
        known.element.replaceWith(fresh);
        return;
      }
      const later = [...this.#messages.values()]
        .filter(other => other.position > message.position)
        .reduce((first, other) => first && first.position < other.position ? first : other, undefined);
      const open = [...this.#replies.values()][0]?.element;
      this.element.insertBefore(fresh, later?.element ?? open ?? null);
    });
  }

  remove(id) {
    this.#messages.get(id)?.element.remove();
    this.#messages.delete(id);
  }

  /** What of an answer was written: `text` from `offset` on. */
  write(reply, offset, text) {
    this.#keepingEnd(() => {
      const open = this.#reply(reply);
      open.text = open.text.slice(0, offset) + text;
      open.element.querySelector('.text').textContent = open.text;
    });
  }

  report(reply, status) {
    this.#keepingEnd(() => {
      this.#reply(reply).element.querySelector('.quiet').textContent = status;
    });
  }

  finish(reply, message) {
    this.#replies.get(reply)?.element.remove();
    this.#replies.delete(reply);
    if (message) {
      this.put(message);
    }
  }

  #reply(id) {
    let open = this.#replies.get(id);
    if (!open) {
      const element = h('article', { class: 'message assistant open', 'aria-busy': 'true' },
        h('div', { class: 'text' }), h('div', { class: 'quiet' }, 'is answering'));
      open = { element, text: '' };
      this.#replies.set(id, open);
      this.element.append(element);
    }
    return open;
  }

  #keepingEnd(change) {
    const log = this.element;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    change();
    if (atEnd) {
      log.scrollTop = log.scrollHeight;
    }
  }

  /** Takes an event of a log, a snapshot of one included. */
  hear(event) {
    switch (event.type) {
      case 'snapshot':
        this.clear();
        (event.messages ?? []).forEach(message => this.put(message));
        (event.open_replies ?? []).forEach(open => {
          this.report(open.reply_id, open.status === 'queued' ? 'waits for its turn' : 'is answering');
          this.write(open.reply_id, 0, open.text);
        });
        this.loaded();
        break;
      case 'message_added':
      case 'message_changed':
        this.put(event.message);
        break;
      case 'message_removed':
        this.remove(event.message_id);
        break;
      case 'reply_queued':
        this.report(event.reply_id, 'waits for its turn');
        break;
      case 'reply_started':
        this.report(event.reply_id, 'is answering');
        break;
      case 'reply_reported':
        this.report(event.reply_id, event.status);
        break;
      case 'reply_delta':
        this.write(event.reply_id, event.offset, event.text);
        break;
      case 'reply_finished':
        this.finish(event.reply_id, event.message);
        break;
      case 'thread_cleared':
        this.clear();
        break;
    }
  }
}

const ENDS = {
  stopped: 'stopped',
  failed: 'failed',
  expired: 'given up: whoever answered went silent',
  length: 'cut at its longest',
};

function bubble(message) {
  const role = message.role.toLowerCase();
  const end = message.finish_reason;
  return h('article', { class: `message ${role}` },
    h('div', { class: 'text' }, message.content ?? message.text ?? ''),
    (message.parts ?? []).filter(part => part.type === 'tool_call').map(part =>
      h('div', { class: 'quiet' }, `used ${part.name}`)),
    h('div', { class: 'quiet' },
      h('span', {}, message.speaker ?? (role === 'user' ? 'You' : 'Assistant')), ' · ',
      when(message.timestamp ?? message.createdAt),
      end && ENDS[end] ? h('span', { class: 'bad' }, ` · ${ENDS[end]}`) : null));
}
