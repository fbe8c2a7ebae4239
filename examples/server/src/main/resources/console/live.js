import { doubt, problem } from './api.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15000;

/** A stream says every half a minute at most that it is alive, a WebSocket when it is asked. */
const LONGEST_SILENCE = 45000;
const BETWEEN_PINGS = 15000;

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
  let controller;

  async function read(line) {
    controller = new AbortController();
    const silence = silent(() => controller.abort());
    silence.begins();
    try {
      await ask(line, silence);
    } finally {
      silence.ends();
    }
  }

  async function ask(line, silence) {
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
    await frames(response.body, line, silence);
  }

  async function frames(body, line, silence) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done || !line.isWanted()) {
        return;
      }
      silence.ends();
      silence.begins();
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
    if (frame.type === 'error') {
      doubt();
    }
    if (frame.type === 'end' || frame.type === 'error') {
      line.over(frame.type === 'error' ? new Error(frame.content) : undefined);
    }
  }

  return keepUp(read, told, () => controller.abort());
}

/**
 * Takes part in a shared session by a WebSocket for as long as it is wanted, from its first event on. When the line breaks
 * it comes back as above. While somebody looks at the page, it asks whether the line is still there.
 *
 * @param parameters what to show each time: a `token`, a `session_id`
 * @param told `event(frame)`, `line(isUp)`, and `over(code)` with what it was closed for good with
 * @returns `say(frame)`, which throws while there is no line, and `leave()`, which ends it
 */
export function attend(parameters, told) {
  let socket;
  let silence;
  let cursor = 'earliest';

  function read(line) {
    return new Promise(broken => {
      const query = new URLSearchParams({ ...parameters(), after: cursor });
      const mine = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws?${query}`);
      const pings = setInterval(() => {
        if (!document.hidden && mine.readyState === WebSocket.OPEN) {
          say({ type: 'ping' });
        }
      }, BETWEEN_PINGS);

      function over() {
        clearInterval(pings);
        silence.ends();
        broken();
      }

      socket = mine;
      silence = silent(() => {
        // A line that is gone closes minutes later.
        mine.onmessage = mine.onclose = null;
        mine.close();
        over();
      });
      silence.begins();
      mine.onmessage = message => {
        silence.ends();
        const frame = JSON.parse(message.data);
        cursor = frame.cursor ?? cursor;
        if (frame.type === 'session') {
          line.up();
        }
        told.event(frame);
      };
      mine.onclose = ({ code }) => {
        if (FOR_GOOD.includes(code)) {
          line.over(code);
        }
        over();
      };
    });
  }

  function say(frame) {
    if (socket.readyState !== WebSocket.OPEN) {
      throw new Error('Not sent: the line is away.');
    }
    socket.send(JSON.stringify(frame));
    silence.begins();
  }

  const leave = keepUp(read, told, () => socket?.close());
  return { leave, say };
}

/** Cuts a line on which nothing comes for too long after something was due: nobody tells of one that is gone. */
function silent(cut) {
  let timer;
  return {
    begins() {
      timer ??= setTimeout(cut, LONGEST_SILENCE);
    },
    ends() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
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
      if (wanted) {
        wanted = false;
        told.over?.(how);
      }
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
