/** Verifies a sealed file here in the browser, then asks the city for its present state where that can be reached. */
import { type ChangeEvent, type ReactNode, useEffect, useState } from 'react';
import {
  ofdLimits,
  type OfdReport,
  portableSm3,
  readCertificate,
  toHex,
  type TrustedRoot,
  verifyOfd,
} from '../../../../../engines/trust/web/offline.ts';
import { call } from '../../../../../ui/call.ts';
import contract from '../../contract.ts';
import type { Anchors } from './keep-anchors.ts';
import { Outcome, type OutcomeProps, type Standing } from './standing.tsx';

function rootsOf(anchors: Anchors): readonly TrustedRoot[] {
  return anchors.roots.map(({ title, certificate, from, until }) => ({
    title,
    certificate: readCertificate(Uint8Array.from(atob(certificate), (character) => character.charCodeAt(0))),
    from: new Date(from),
    until: new Date(until),
  }));
}

interface Checked {
  readonly report: OfdReport;
  /** undefined while asking, 'offline' when nobody answered. */
  readonly standing: Standing | null | 'offline' | undefined;
}

export function FileCheck(props: { readonly anchors: Anchors }): ReactNode {
  const { anchors } = props;
  const [file, setFile] = useState<Uint8Array | undefined>(undefined);
  const [checked, setChecked] = useState<Checked | undefined>(undefined);
  useEffect(() => {
    if (file === undefined) return undefined;
    let alive = true;
    const report = verifyOfd(file, portableSm3, ofdLimits, rootsOf(anchors));
    setChecked({ report, standing: undefined });
    void call(contract.routes.checkDigest, { digest: toHex(portableSm3(file)) }).then(
      ({ found }) => alive && setChecked({ report, standing: found }),
      () => alive && setChecked({ report, standing: 'offline' }),
    );
    return () => {
      alive = false;
    };
  }, [file, anchors]);
  async function choose(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const [chosen] = event.target.files ?? [];
    if (chosen !== undefined) setFile(new Uint8Array(await chosen.arrayBuffer()));
    event.target.value = '';
  }
  return (
    <>
      <label className="licence-pick">
        选择证照文件（OFD）
        <input type="file" accept=".ofd" onChange={(event) => void choose(event)} />
      </label>
      {checked && <Outcome {...outcomeOf(checked)} />}
    </>
  );
}

function outcomeOf({ report, standing }: Checked): OutcomeProps {
  const { steps } = report;
  if (report.state === 'broken' || report.state === 'unreadable')
    return { tone: 'red', title: '文件不能采信：残缺、伪造或被改动过', steps };
  const trusted =
    report.state === 'intact' && report.seals.length > 0 && report.seals.every((seal) => seal.trusted);
  if (!trusted) return { tone: 'yellow', title: '不能确认出自可信的颁发机构', steps };
  if (standing === undefined) return { tone: 'yellow', title: '签章属实，正在查询当前状态', steps };
  if (standing === 'offline')
    return { tone: 'green', title: '签章属实，没有改动；当前离线，是否被撤销须联网查询', steps };
  if (standing === null)
    return { tone: 'green', title: '签章属实，没有改动；由互认地区颁发，状态请向颁发机构查询', steps };
  return standing.inForce
    ? { tone: 'green', title: '证照属实，当前有效', found: standing, steps }
    : { tone: 'red', title: `签章属实，但证照当前为“${standing.statusName}”`, found: standing, steps };
}
