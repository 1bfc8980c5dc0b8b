// node's ws: from the socket to lines on stdout with the same fields.
// Run: node bench/peers/node_pipe.mjs PORT FRAMES
import { WebSocket } from "ws";

const [port, frames] = process.argv.slice(2).map(Number);
const socket = new WebSocket(`ws://127.0.0.1:${port}/stream`, { perMessageDeflate: false });
let left = frames;
let lines = [];

function flush() {
  process.stdout.write(lines.join(""));
  lines = [];
}

socket.on("open", () => socket.send('{"method":"SUBSCRIBE","params":["btcusdt@trade"],"id":1}'));
socket.on("message", (data) => {
  const { data: trade } = JSON.parse(data);
  if (!trade) return;
  if (lines.length === 0) setImmediate(flush);
  const base = trade.s.slice(0, -4);
  lines.push(
    JSON.stringify({
      v: 1, type: "tick", exchange: "binance", symbol: trade.s, base, quote: "USDT",
      price: Number(trade.p), size: Number(trade.q), side: trade.m ? "sell" : "buy",
      trade_id: trade.t, bid: null, ask: null, open: null, high: null, low: null, volume: null,
      quote_volume: null, change: null, change_pct: null, basis: null, exchange_ms: trade.T,
      received_ms: Date.now(), snapshot: false,
    }) + "\n",
  );
  if (--left === 0) {
    flush();
    socket.terminate();
  }
});
