/** 安康码核验: for gates, counters and buses; judges without a network by the city's public keys, and asks the city where it may and can. */
import { type FormEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { call, CallError } from '../../../../ui/call.ts';
import { useMay } from '../../../../ui/session.ts';
import { useCall } from '../../../../ui/use-call.ts';
import type { Judgement } from '../code/judge-code.ts';
import contract from '../contract.ts';
import { showClaims } from '../data/scenes.ts';
import { Camera } from './scan/camera.tsx';
import { judgeHere, prepareKeys, rememberCode } from './scan/judge-here.ts';
import {
  type Anchors,
  cityTime,
  keepWaiting,
  readAnchors,
  waitingRecords,
  writeAnchors,
} from './scan/scanner-store.ts';
import './code.css';

interface Result {
  readonly accepted: boolean;
  readonly title: string;
  readonly told: readonly { readonly title: string; readonly value: string }[];
  readonly way: string;
}

function resultOf(judgement: Judgement, milliseconds: number): Result {
  const way = `离线核验，用时 ${milliseconds.toFixed(1)} 毫秒`;
  return judgement.accepted
    ? {
        accepted: true,
        title: judgement.kind === 'paper' ? '纸质码属实，请核对本人证件' : '通过',
        told: showClaims(judgement.claims),
        way,
      }
    : { accepted: false, title: judgement.sentence, told: [], way };
}

/** Refreshed each half minute while there is a network; what came last serves without one. */
function useAnchors(): { readonly anchors: Anchors | undefined; readonly offline: boolean } {
  const asked = useCall(contract.routes.anchors, {}, { every: 30_000, fresh: 5_000 });
  const [anchors, setAnchors] = useState<Anchors | undefined>(readAnchors);
  const { data, dataUpdatedAt } = asked;
  useEffect(() => {
    if (data === undefined) return;
    const fresh = { given: data, at: dataUpdatedAt };
    writeAnchors(fresh);
    setAnchors(fresh);
  }, [data, dataUpdatedAt]);
  useEffect(() => {
    if (anchors === undefined) return undefined;
    // After the page has been drawn: the first person at the gate shall not wait for tables.
    const timer = setTimeout(() => prepareKeys(anchors));
    return () => clearTimeout(timer);
  }, [anchors]);
  // Without a network the question is not even sent.
  return { anchors, offline: asked.isError || asked.fetchStatus === 'paused' };
}

export default function ScanPage(): ReactNode {
  const { anchors, offline } = useAnchors();
  const [scene, setScene] = useState(() => localStorage.getItem('city-code.scan-scene') ?? '');
  const [text, setText] = useState('');
  const [result, setResult] = useState<Result | undefined>(undefined);
  const may = useMay('city-code:scan');
  const input = useRef<HTMLTextAreaElement>(null);
  const check = useCallback(
    async (code: string) => {
      if (anchors === undefined) return;
      const place = anchors.given.scenes.find(({ key }) => key === scene);
      const online = may && place !== undefined ? await askCity(code.trim(), place.key) : undefined;
      if (online !== undefined) setResult(online);
      else {
        const started = performance.now();
        const judgement = await judgeHere(code, anchors, place?.number);
        const took = performance.now() - started;
        if (judgement.accepted && may)
          keepWaiting([...waitingRecords(), { code: code.trim(), at: cityTime(anchors).toISOString() }]);
        setResult(resultOf(judgement, took));
      }
      setText('');
    },
    [anchors, scene, may],
  );
  useUpload(may && !offline);
  function send(event: FormEvent): void {
    event.preventDefault();
    // For the next one from the hand scanner; after the camera a focus would only bring up a tablet's keyboard.
    void check(text).then(() => input.current?.focus());
  }
  return (
    <div className="scan open-width">
      <header>
        <h1>安康码核验</h1>
        <p>选好场景，扫市民当面亮出的码。没有网络也能核验，只显示本场景需要的内容。</p>
      </header>
      {anchors === undefined ? (
        <p role="status">正在取得公钥；首次使用需要联网。</p>
      ) : (
        <>
          <label className="scan-scene">
            场景
            <select
              value={scene}
              onChange={(event) => {
                localStorage.setItem('city-code.scan-scene', event.target.value);
                setScene(event.target.value);
              }}
            >
              <option value="">不限场景</option>
              {anchors.given.scenes.map(({ key, title }) => (
                <option key={key} value={key}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          {/* Above the camera, whose picture would push it out of sight. */}
          {result && <ResultCard result={result} />}
          <Camera onCode={(code) => void check(code)} />
          <form className="scan-form" onSubmit={send}>
            <label htmlFor="scan-text">扫码枪扫入</label>
            <textarea
              ref={input}
              id="scan-text"
              rows={2}
              value={text}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter') send(event);
              }}
            />
            <button type="submit">核验</button>
          </form>
          <Freshness anchors={anchors} offline={offline} />
        </>
      )}
    </div>
  );
}

function ResultCard({ result }: { readonly result: Result }): ReactNode {
  return (
    <section className="scan-result" data-accepted={result.accepted} aria-live="assertive">
      <h2>{result.title}</h2>
      <ul>
        {result.told.map(({ title, value }) => (
          <li key={title}>
            {title}：<b>{value}</b>
          </li>
        ))}
      </ul>
      <p>{result.way}</p>
    </section>
  );
}

/** A gate does not wait longer for the city than this. */
const patience = 2_000;

/** undefined when nobody answers in time, so that the scanner judges itself. */
async function askCity(code: string, scene: string): Promise<Result | undefined> {
  try {
    const signal = AbortSignal.timeout(patience);
    const { accepted, kind, sentence, told } = await call(contract.routes.scan, { code, scene }, { signal });
    if (accepted) rememberCode(code);
    const title = kind === 'paper' ? '纸质码属实，请核对本人证件' : '通过';
    return { accepted, title: accepted ? title : (sentence ?? '不通过'), told, way: '联网核验' };
  } catch (error) {
    if (!(error instanceof CallError) || error.retryable || error.status === 0 || error.status >= 500)
      return undefined;
    return { accepted: false, title: error.message, told: [], way: '联网核验' };
  }
}

const batch = 500;

/** What was accepted without a network goes to the holders' histories when there is one again. */
async function upload(): Promise<void> {
  for (let records = waitingRecords(); records.length > 0; records = waitingRecords()) {
    const sent = records.slice(0, batch);
    await call(contract.routes.records, { records: sent.map((one) => ({ ...one })) });
    // Others were added at the end meanwhile.
    keepWaiting(waitingRecords().slice(sent.length));
  }
}

function useUpload(can: boolean): void {
  useEffect(() => {
    if (can) void upload().catch(() => undefined);
  }, [can]);
}

function Freshness(props: { readonly anchors: Anchors; readonly offline: boolean }): ReactNode {
  const minutes = Math.max(0, Math.round((Date.now() - props.anchors.at) / 60_000));
  const waiting = waitingRecords().length;
  return (
    <p className="scan-fresh" role="status">
      {props.offline ? '当前离线。' : ''}公钥和挂失清单更新于
      {minutes === 0 ? '刚刚' : ` ${minutes} 分钟前`}，挂失 {props.anchors.given.revoked.length} 个
      {waiting > 0 && `，待上传记录 ${waiting} 条`}
    </p>
  );
}
