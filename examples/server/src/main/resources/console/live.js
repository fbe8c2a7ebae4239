import { problem } from './api.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15000;

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
  let pause = FIRST_PAUSE;
  let wanted = true;
  let controller;

  async function read() {
    controller = new AbortController();
    const headers = { Accept: 'text/event-stream' };
    if (place !== undefined) {
      headers['Last-Event-ID'] = place;
    }
    const response = await fetch(path, { headers, signal: controller.signal, cache: 'no-store' });
    if (response.status === 204) {
      wanted = false;
      told.over?.();
      return;
    }
    if (!response.ok) {
      const refused = await problem(response);
      if (refused.status < 500 && refused.status !== 429) {
        wanted = false;
        told.over?.(refused);
      }
      return;
    }
    told.line?.(true);
    pause = FIRST_PAUSE;
    await frames(response.body);
  }

  async function frames(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done || !wanted) {
        return;
      }
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop();
      blocks.forEach(tell);
    }
  }

  function tell(block) {
    let data;
    for (const line of block.split('\n')) {
      if (line.startsWith('id:')) {
        place = line.slice(3).trim();
      } else if (line.startsWith('data:')) {
        data = line.slice(5).trim();
      }
    }
    if (data === undefined || !wanted) {
      return;
    }
    const frame = JSON.parse(data);
    told.event(frame);
    if (frame.type === 'end' || frame.type === 'error') {
      wanted = false;
      told.over?.(frame.type === 'error' ? new Error(frame.content) : undefined);
    }
  }

  (async () => {
    while (wanted) {
      try {
        await read();
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
    controller?.abort();
  };
}
