/** Whose public keys a proof is held against: those of this site, or those in a file that the reader kept. */
import type { ReactNode } from 'react';
import type { KeyFile } from '../../proof/proof-file.ts';

export function KeySource(props: {
  readonly keys: KeyFile | undefined;
  /** Name of the reader's own file. */
  readonly kept: string | undefined;
  readonly offline: boolean;
}): ReactNode {
  const { keys, kept } = props;
  if (keys === undefined && kept !== undefined)
    return <p className="verify-warning">{kept} 不是公钥文件，无法核对是谁签的名。</p>;
  if (keys === undefined)
    return (
      <p className="verify-warning">
        {props.offline ? '没有取到城市公布的公钥' : '正在取城市公布的公钥'}，可以改用先前保存的公钥文件。
      </p>
    );
  return (
    <>
      <p>{kept === undefined ? '城市公布的公钥（来自本网站）' : `您的文件 ${kept}`}</p>
      <ul className="verify-keys">
        {keys.keys
          .filter((key) => key.purpose === 'log')
          .map((key) => (
            <li key={key.id}>
              <code>{key.fingerprint}</code>
              <span>{key.state === 'active' ? '使用中' : '只供核验'}</span>
            </li>
          ))}
      </ul>
      {kept === undefined && (
        <p>
          最稳妥的做法是预先把公钥另存一份：
          <a href="/api/trust/keys" download="公钥.json">
            下载公钥文件
          </a>
        </p>
      )}
    </>
  );
}
