/** Holds the live stream of the signed-in person: one connection for all his tabs where the browser can elect one, with reconnection. */
import { useEffect } from 'react';
import { emitLive, setLiveState } from '../../../../ui/live.ts';
import { createStreamReader, type News, waitBeforeRetry } from './read-stream.ts';

const address = '/api/messages/stream';
const events = ['unread', 'notice', 'push'] as const;

/** Opens the stream and keeps it open until stopped. `tell` hears everything, 'reconnected' after a gap included. */
function keepStream(tell: (news: News) => void): () => void {
  const read = createStreamReader();
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let last: string | undefined;
  let gap = false;
  let stopped = false;
  function open(): void {
    if (stopped) return;
    setLiveState('connecting');
    const opened = new EventSource(last ? `${address}?after=${encodeURIComponent(last)}` : address);
    source = opened;
    opened.onopen = () => {
      failures = 0;
      setLiveState('on');
      if (gap) tell({ topic: 'reconnected', payload: null });
      gap = false;
    };
    opened.onerror = () => {
      gap = true;
      setLiveState('connecting');
      // The browser tries again by itself after a lost line, but gives up when the server answered with an error.
      if (opened.readyState !== EventSource.CLOSED || stopped) return;
      failures += 1;
      timer = setTimeout(open, waitBeforeRetry(failures, Math.random()));
    };
    for (const name of events) {
      opened.addEventListener(name, (event) => {
        if (event.lastEventId) last = event.lastEventId;
        for (const news of read(name, String(event.data))) tell(news);
      });
    }
  }
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source?.close();
    setLiveState('off');
  };
}

/** A browser gives one host six connections: without an election the seventh tab would wait for ever. */
function shareStream(subject: string): () => void {
  const channel = new BroadcastChannel(`city.live ${subject}`);
  channel.onmessage = (event: MessageEvent<News>) => emitLive(event.data.topic, event.data.payload);
  const tell = (news: News) => {
    emitLive(news.topic, news.payload);
    channel.postMessage(news);
  };
  const end = new AbortController();
  setLiveState('on');
  void navigator.locks
    .request(`city.live ${subject}`, { signal: end.signal }, () => {
      const stop = keepStream(tell);
      return new Promise<void>((resolve) => {
        end.signal.addEventListener('abort', () => {
          stop();
          resolve();
        });
      });
    })
    .catch(() => undefined);
  return () => {
    end.abort();
    channel.close();
    setLiveState('off');
  };
}

/** Keep this in one place of a shell; undefined while nobody is signed in. */
export function useLiveConnection(subject: string | undefined): void {
  useEffect(() => {
    if (subject === undefined || typeof EventSource === 'undefined') return undefined;
    // Locks need a secure context; an intranet without TLS falls back to one stream a tab.
    const canElect = typeof BroadcastChannel !== 'undefined' && 'locks' in navigator;
    return canElect ? shareStream(subject) : keepStream((news) => emitLive(news.topic, news.payload));
  }, [subject]);
}
