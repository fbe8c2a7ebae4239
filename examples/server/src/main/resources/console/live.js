import { problem } from './api.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15000;

/** No good credential, an invitation that was used, a session that is over. */
const FOR_GOOD = [4401, 4404, 4410];

/**
 * Follows a stream of server-sent events for as long as it is wanted. When the line breaks it comes back after a while
 * and goes on after the last event that came, so each event is told once.
 *
 * It begins with what there is: a place that nobody can read is answered with a snapshot.
 *
 * @param told `event(frame)`, `line(isUp)` when the line comes and goes, `over(failure)` when there is nothing more
 * @returns a function that ends it
 */
export function follow(path, told, { begin = 'now' } = {}) {
  let place = begin === 'snapshot' ? 'none' : undefined;
  const controller = new AbortController();

  async function read(line) {
    const headers = { Accept: 'text/event-stream' };
    if (place !== undefined) {
      headers['Last-Event-ID'] = place;
    }
    const response = await fetch(path, { headers, signal: controller.signal, cache: 'no-store' });
    if (response.status === 204) {
      line.over();
      return;
    }
    if (!response.ok) {
      const refused = await problem(response);
      if (refused.status < 500 && refused.status !== 429) {
        line.over(refused);
      }
      return;
    }
    line.up();
    await frames(response.body, line);
  }

  async function frames(body, line) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done || !line.isWanted()) {
        return;
      }
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop();
      blocks.forEach(block => tell(block, line));
    }
  }

  function tell(block, line) {
    let data;
    for (const field of block.split('\n')) {
      if (field.startsWith('id:')) {
        place = field.slice(3).trim();
      } else if (field.startsWith('data:')) {
        data = field.slice(5).trim();
      }
    }
    if (data === undefined || !line.isWanted()) {
      return;
    }
    const frame = JSON.parse(data);
    try {
      told.event(frame);
    } catch (failure) {
      // A mistake of the page is no broken line.
      reportError(failure);
    }
    if (frame.type === 'end' || frame.type === 'error') {
      line.over(frame.type === 'error' ? new Error(frame.content) : undefined);
    }
  }

  return keepUp(read, told, () => controller.abort());
}

/**
 * Takes part in a shared session by a WebSocket for as long as it is wanted, from its first event on. When the line breaks
 * it comes back as above.
 *
 * @param parameters what to show each time: a `token`, a `session_id`
 * @param told `event(frame)`, `line(isUp)`, and `over(code)` with what it was closed for good with
 * @returns `say(frame)`, and `leave()`, which ends it
 */
export function attend(parameters, told) {
  let socket;
  let cursor = 'earliest';

  function read(line) {
    return new Promise(broken => {
      const query = new URLSearchParams({ ...parameters(), after: cursor });
      socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws?${query}`);
      socket.onmessage = message => {
        const frame = JSON.parse(message.data);
        cursor = frame.cursor ?? cursor;
        if (frame.type === 'session') {
          line.up();
        }
        told.event(frame);
      };
      socket.onclose = ({ code }) => {
        if (FOR_GOOD.includes(code)) {
          line.over(code);
        }
        broken();
      };
    });
  }

  const leave = keepUp(read, told, () => socket?.close());
  return { leave, say: frame => socket.send(JSON.stringify(frame)) };
}

/** Has `read` make the line again whenever it breaks, ever more seldom while it does not come up, until it is over. */
function keepUp(read, told, cut) {
  let pause = FIRST_PAUSE;
  let wanted = true;
  const line = {
    isWanted: () => wanted,
    up() {
      pause = FIRST_PAUSE;
      told.line?.(true);
    },
    over(how) {
      wanted = false;
      told.over?.(how);
    },
  };

  (async () => {
    while (wanted) {
      try {
        await read(line);
      } catch {
        // The line broke; what was missed comes with the next one.
      }
      if (wanted) {
        told.line?.(false);
        await new Promise(resume => setTimeout(resume, pause * (0.5 + Math.random())));
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
  })();

  return () => {
    wanted = false;
    cut();
  };
}
