/** 凭证核验: anybody checks a proof file in his own browser; the file goes nowhere, and the page needs no server but for the published keys. */
import { type DragEvent, type ReactNode, useState } from 'react';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { type KeyFile, readKeyFile } from '../../proof/proof-file.ts';
import { type Verdict, verifyProof } from '../../proof/verify-proof.ts';
import { ProofContent } from './proof-content.tsx';
import { VerdictCard } from './verdict-card.tsx';
import './verify.css';

interface Chosen {
  readonly name: string;
  readonly text: string;
}

export default function VerifyPage(): ReactNode {
  const published = useCall(contract.routes.keys, {}, { fresh: 60_000 });
  const [kept, setKept] = useState<
    { readonly name: string; readonly keys: KeyFile | undefined } | undefined
  >();
  const [file, setFile] = useState<Chosen | undefined>();
  const keys = kept === undefined ? published.data : kept.keys;
  const verdict: Verdict | undefined = file && verifyProof(file.text, keys);
  return (
    <div className="verify open-width">
      <header>
        <h1>凭证核验</h1>
        <p>核对一份存证凭证是否真实、有没有被改动。核验在您的浏览器里完成，文件不会上传；断网时也能核验。</p>
      </header>
      <div className="verify-columns">
        <div>
          <FileDrop
            title={file === undefined ? '选择凭证文件' : `已选择 ${file.name}，可换一个`}
            onText={(name, text) => setFile({ name, text })}
          />
          {verdict && <VerdictCard verdict={verdict} />}
          {verdict?.file && verdict.outcome !== 'refused' && <ProofContent file={verdict.file} />}
        </div>
        <aside>
          <h2>用谁的公钥核对</h2>
          <KeySource keys={keys} kept={kept?.name} offline={published.isError} />
          <label className="verify-pick">
            {kept === undefined ? '改用自己保存的公钥文件' : '换一个公钥文件'}
            <input
              type="file"
              accept=".json"
              onChange={(event) =>
                void readFirst(event.target.files, (name, text) => setKept({ name, keys: readKeyFile(text) }))
              }
            />
          </label>
          <h2>凭证从哪里来</h2>
          <p>
            审计记录、电子证照等每一次留痕都记入只能增加、不能改动的日志，并由城市的国密（SM2）密钥签名。
            办事单位可以为其中任何一条出具凭证文件。
          </p>
          <h2>不想用这个网页</h2>
          <p>
            在装有本软件的电脑上运行 <code>npm run verify-proof -- 凭证.json --keys 公钥.json</code>
            ，结果相同。
          </p>
        </aside>
      </div>
    </div>
  );
}

async function readFirst(
  files: FileList | null,
  onText: (name: string, text: string) => void,
): Promise<void> {
  const file = files?.[0];
  if (file !== undefined) onText(file.name, await file.text());
}

function FileDrop(props: {
  readonly title: string;
  readonly onText: (name: string, text: string) => void;
}): ReactNode {
  const [over, setOver] = useState(false);
  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    void readFirst(event.dataTransfer.files, props.onText);
  }
  return (
    <label
      className={`verify-drop${over ? ' is-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <b>{props.title}</b>
      <span>点击选择，或把 .json 凭证文件拖到这里</span>
      <input
        type="file"
        accept=".json"
        onChange={(event) => {
          const input = event.target;
          void readFirst(input.files, props.onText).then(() => {
            input.value = '';
          });
        }}
      />
    </label>
  );
}

function KeySource(props: {
  readonly keys: KeyFile | undefined;
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
