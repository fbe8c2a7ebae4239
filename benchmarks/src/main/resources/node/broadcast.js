'use strict';

// A broadcaster as a program: `ws` or `socket.io`, and how long the text of a message is after its mark.
const http = require('node:http');
const readline = require('node:readline');

const [kind, length] = process.argv.slice(2);
const text = '.'.repeat(Number(length));
const server = http.createServer();

const broadcasters = {
  ws() {
    const { WebSocketServer, WebSocket } = require('ws');
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket) => socket.send('hello'));
    return {
      path: '/',
      send(words) {
        for (const client of sockets.clients) {
          if (client.readyState === WebSocket.OPEN) {
            client.send(words);
          }
        }
      },
      listeners: () => sockets.clients.size,
    };
  },
  'socket.io'() {
    const { Server } = require('socket.io');
    const io = new Server(server, { pingInterval: 3600000, serveClient: false });
    io.on('connection', (socket) => socket.emit('hello'));
    return {
      path: '/socket.io/?EIO=4&transport=websocket',
      send: (words) => io.emit('message', words),
      listeners: () => io.engine.clientsCount,
    };
  },
};

const broadcaster = broadcasters[kind]();

const orders = {
  publish(mark) {
    const begun = process.hrtime.bigint();
    broadcaster.send(`#${mark}; ${text}`);
    return `${mark} ${begun}`;
  },
  listeners: () => broadcaster.listeners(),
  heap() {
    global.gc();
    return process.memoryUsage().heapUsed;
  },
};

server.listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}${broadcaster.path}`);
  const lines = readline.createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const [word, number] = line.split(' ');
    console.log(`${word} ${orders[word](number)}`);
  });
  lines.on('close', () => process.exit(0));
});
