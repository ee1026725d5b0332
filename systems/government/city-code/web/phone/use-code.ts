/** Keeps the phone supplied: fetches certificates for the chosen scene when there is a network, and goes on with what it has when there is none. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { call, CallError } from '../../../../../ui/call.ts';
import { useSession } from '../../../../../ui/session.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import {
  forgetPhone,
  type Kept,
  mostOffset,
  newSeed,
  readKept,
  showCode,
  type ShownCode,
  writeKept,
} from './code-store.ts';

/** The most that the route takes; the city signs as many as its setting says. */
const ahead = 12;
const retryAfter = 30_000;

export interface UsedCode {
  readonly kept: Kept;
  readonly shown: ShownCode | undefined;
  readonly offline: boolean;
  /** Why nothing can be shown, in words for the holder. */
  readonly problem: string | undefined;
  readonly refresh: () => void;
}

function phoneName(): string {
  const { userAgent } = navigator;
  if (/iPhone|iPad/.test(userAgent)) return '苹果手机';
  return /Android/.test(userAgent) ? '安卓手机' : '浏览器';
}

async function fetchCertificates(kept: Kept, scene: string, member: string): Promise<Kept> {
  const seeds = Array.from({ length: ahead }, newSeed);
  const reply = await call(contract.routes.issue, {
    device: kept.device,
    label: phoneName(),
    ...(member === '' ? {} : { member }),
    scenes: [{ scene, anchors: seeds.map(({ anchor }) => anchor) }],
  });
  const fresh = reply.certificates.map((one, at) => ({ ...one, seed: seeds[at]?.seed ?? '', member }));
  const others = kept.certificates.filter((one) => one.scene !== scene || one.member !== member);
  const now = Date.parse(reply.now);
  const live = others.filter((one) => (one.from + one.minutes) * 60_000 > now);
  return { ...kept, certificates: [...live, ...fresh], offset: now - Date.now() };
}

export function useCode(scene: string, member: string): UsedCode {
  const { subject } = useSession();
  const [kept, setKept] = useState<Kept>(() => readKept(subject.id));
  const [at, setAt] = useState(() => Date.now());
  const [offline, setOffline] = useState(false);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const asking = useRef(false);
  const tried = useRef(0);
  const own = useCall(contract.routes.own, {}, { every: 60_000 });
  useEffect(() => {
    const timer = setInterval(() => setAt(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (own.data !== undefined) setKept((old) => keep({ ...old, own: own.data }));
  }, [own.data]);
  const shown = showCode(kept, scene, member, at);
  const may = (own.data ?? kept.own)?.holder?.suspended === false;
  const refresh = useCallback(async () => {
    if (asking.current) return;
    asking.current = true;
    tried.current = Date.now();
    try {
      const next = await fetchCertificates(kept, scene, member);
      setKept((old) => keep({ ...next, own: old.own }));
      setOffline(false);
      setProblem(undefined);
    } catch (error) {
      if (!(error instanceof CallError) || error.status === 0) setOffline(true);
      else {
        if (error.code === 'city-code.deviceWrong') forgetPhone();
        setProblem(error.message);
      }
    } finally {
      asking.current = false;
    }
  }, [kept, scene, member]);
  const low = shown === undefined || shown.low;
  useEffect(() => {
    if (may && low && scene !== '' && at - tried.current > retryAfter) void refresh();
  }, [may, low, scene, at, refresh]);
  // Another scene is asked for at once.
  useEffect(() => {
    tried.current = 0;
  }, [scene, member]);
  const skewed = Math.abs(kept.offset) > mostOffset;
  return {
    kept,
    shown: skewed || !may ? undefined : shown,
    // Without a network the question is not even sent.
    offline: offline || own.isError || own.fetchStatus === 'paused',
    problem: skewed ? '手机时间差得太多，请打开“自动设置时间”后刷新' : problem,
    refresh: () => void refresh(),
  };
}

function keep(kept: Kept): Kept {
  writeKept(kept);
  return kept;
}
