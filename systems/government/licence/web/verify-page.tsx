/** 证照核验: by file, by presented code or by the code printed on it; file and code are verified in the browser, also without a network. */
import { type ReactNode, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import trust from '../../../../engines/trust/contract.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { CodeCheck } from './verify/code-check.tsx';
import { FileCheck } from './verify/file-check.tsx';
import { keepAnchors, readAnchors } from './verify/keep-anchors.ts';
import { PresentedCheck } from './verify/presented-check.tsx';
import './licence.css';

const ways = [
  { key: 'file', title: '核验文件' },
  { key: 'presented', title: '核验亮证码' },
  { key: 'code', title: '凭查验码' },
] as const;
type Way = (typeof ways)[number]['key'];

export default function VerifyPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const roots = useCall(contract.routes.trustList, {}, { fresh: 60_000 });
  const keys = useCall(trust.routes.keys, {}, { fresh: 60_000 });
  // What was read once serves without a network.
  const anchors = useMemo(() => {
    if (roots.data !== undefined && keys.data !== undefined) {
      const fresh = { roots: roots.data, keys: keys.data, at: new Date().toISOString() };
      keepAnchors(fresh);
      return fresh;
    }
    return readAnchors();
  }, [roots.data, keys.data]);
  const way = (ways.find(({ key }) => key === address.get('way'))?.key ??
    (address.get('id') === null ? 'file' : 'code')) satisfies Way;
  return (
    <div className="licence-verify open-width">
      <header>
        <h1>证照核验</h1>
        <p>
          核对电子证照是不是真的、有没有被改动、现在是否有效。文件和亮证码在您的浏览器里核验，不会上传，断网也能用。
        </p>
      </header>
      <div role="tablist" aria-label="核验方式" className="licence-ways">
        {ways.map(({ key, title }) => (
          <button
            key={key}
            type="button"
            role="tab"
            aria-selected={way === key}
            onClick={() => setAddress({ way: key }, { replace: true })}
          >
            {title}
          </button>
        ))}
      </div>
      {anchors === undefined && <p role="status">正在取得信任列表和公钥；首次使用需要联网。</p>}
      {anchors !== undefined && way === 'file' && <FileCheck anchors={anchors} />}
      {anchors !== undefined && way === 'presented' && <PresentedCheck anchors={anchors} />}
      {way === 'code' && <CodeCheck identifier={address.get('id') ?? ''} code={address.get('code') ?? ''} />}
      {anchors !== undefined && (
        <p className="city-muted">
          信任列表 {anchors.roots.length} 个：{anchors.roots.map(({ title }) => title).join('、')}
        </p>
      )}
    </div>
  );
}
