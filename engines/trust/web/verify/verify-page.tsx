/** 凭证核验: anybody checks a proof or an OFD file in his own browser; the file goes nowhere, and only the published keys come from the server. */
import { type ReactNode, useMemo, useState } from 'react';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { verifyOfd } from '../../ofd/verify-ofd.ts';
import { type KeyFile, readKeyFile } from '../../proof/proof-file.ts';
import { verifyProof } from '../../proof/verify-proof.ts';
import { type ChosenFile, FileDrop, readFirst } from './file-drop.tsx';
import { KeySource } from './key-source.tsx';
import { ProofContent } from './proof-content.tsx';
import { OfdVerdict, ProofVerdict } from './verdict-card.tsx';
import './verify.css';

interface Kept {
  readonly name: string;
  readonly keys: KeyFile | undefined;
}

export default function VerifyPage(): ReactNode {
  const published = useCall(contract.routes.keys, {}, { fresh: 60_000 });
  const [kept, setKept] = useState<Kept | undefined>(undefined);
  const [file, setFile] = useState<ChosenFile | undefined>(undefined);
  const keys = kept === undefined ? published.data : kept.keys;
  return (
    <div className="verify open-width">
      <header>
        <h1>凭证核验</h1>
        <p>
          核对存证凭证或盖章的版式文件（OFD）是否真实、有没有被改动。核验在您的浏览器里完成，文件不会上传；断网时也能核验。
        </p>
      </header>
      <div className="verify-columns">
        <div>
          <FileDrop
            title={file === undefined ? '选择要核验的文件' : `已选择 ${file.name}，可换一个`}
            onFile={setFile}
          />
          {file && <Outcome file={file} keys={keys} />}
        </div>
        <aside>
          <h2>用谁的公钥核对凭证</h2>
          <KeySource keys={keys} kept={kept?.name} offline={published.isError} />
          <label className="verify-pick">
            {kept === undefined ? '改用自己保存的公钥文件' : '换一个公钥文件'}
            <input
              type="file"
              accept=".json"
              onChange={(event) =>
                void readFirst(event.target.files, ({ name, bytes }) =>
                  setKept({ name, keys: readKeyFile(new TextDecoder().decode(bytes)) }),
                )
              }
            />
          </label>
          <Explanation />
        </aside>
      </div>
    </div>
  );
}

/** A package begins with PK, a proof with a brace. */
function isPackage({ name, bytes }: ChosenFile): boolean {
  return name.toLowerCase().endsWith('.ofd') || (bytes[0] === 0x50 && bytes[1] === 0x4b);
}

function Outcome(props: { readonly file: ChosenFile; readonly keys: KeyFile | undefined }): ReactNode {
  const { file, keys } = props;
  const report = useMemo(() => (isPackage(file) ? verifyOfd(file.bytes) : undefined), [file]);
  const verdict = useMemo(
    () => (isPackage(file) ? undefined : verifyProof(new TextDecoder().decode(file.bytes), keys)),
    [file, keys],
  );
  return (
    <>
      {report && <OfdVerdict report={report} />}
      {verdict && <ProofVerdict verdict={verdict} />}
      {verdict?.file && verdict.outcome !== 'refused' && <ProofContent file={verdict.file} />}
    </>
  );
}

function Explanation(): ReactNode {
  return (
    <>
      <h2>凭证从哪里来</h2>
      <p>
        审计记录等每一次留痕都记入只能增加、不能改动的日志，由城市的国密（SM2）密钥签名。保管单位可以为其中任何一条出具凭证。
      </p>
      <h2>不想用这个网页</h2>
      <p>
        在装有本软件的电脑上运行 <code>npm run verify-proof -- 凭证.json --keys 公钥.json</code>，结果相同。
      </p>
    </>
  );
}
