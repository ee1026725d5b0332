/** 导入: template, upload, check, errors by row and column, an explicit choice, then all at once or not at all. */
import { Steps } from 'antd';
import type { ReactNode } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { Failed, Loading } from '../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { usePageTitle } from '../../../ui/page-context.ts';
import { useCall } from '../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { ImportReply } from '../routes/sheet-routes.ts';
import { ImportCheck } from './import/import-check.tsx';
import { ImportEnd } from './import/import-end.tsx';
import { ImportList } from './import/import-list.tsx';
import { ImportRunning } from './import/import-running.tsx';
import { ImportUpload } from './import/import-upload.tsx';
import { WithRegister } from './parts/register-frame.tsx';
import { registerPath } from './parts/register-path.ts';
import type { Description } from './parts/use-register.ts';

export default function ImportPage(): ReactNode {
  const { register = '' } = useParams();
  return (
    <WithRegister register={register}>
      {({ description }) => <Import description={description} />}
    </WithRegister>
  );
}

const stepOf: Readonly<Record<ImportReply['state'], number>> = {
  checking: 1,
  checked: 2,
  importing: 3,
  done: 3,
  failed: 3,
  cancelled: 3,
};

function Import(props: { readonly description: Description }): ReactNode {
  const { id: register, title } = props.description;
  // The batch stands in the address, so that a reload or a return finds it again.
  const [address, setAddress] = useSearchParams();
  const batch = address.get('batch');
  const choose = (id: string | undefined) =>
    setAddress(id === undefined ? {} : { batch: id }, { replace: true });
  usePageTitle(`导入${title}`);
  return (
    <PageFrame
      title={`导入${title}`}
      breadcrumb={[
        { title: '台账目录', to: '/registers' },
        { title, to: registerPath.list(register) },
      ]}
    >
      {batch === null ? (
        <>
          <Section>
            <ImportSteps current={0} />
            <ImportUpload register={register} onStarted={choose} />
          </Section>
          <ImportList register={register} onOpen={choose} />
        </>
      ) : (
        <Batch key={batch} id={batch} register={register} onAgain={() => choose(undefined)} />
      )}
    </PageFrame>
  );
}

function ImportSteps(props: { readonly current: number }): ReactNode {
  const items = ['上传文件', '检查数据', '确认', '完成'].map((title) => ({ title }));
  return (
    <Steps
      current={props.current}
      items={items}
      size="small"
      responsive={false}
      titlePlacement="vertical"
      style={{ marginBottom: 20 }}
    />
  );
}

function Batch(props: {
  readonly id: string;
  readonly register: string;
  readonly onAgain: () => void;
}): ReactNode {
  const asked = useCall(contract.routes.importStatus, { id: props.id }, { fresh: 0 });
  const state = asked.data?.state;
  const running = state === 'checking' || state === 'importing';
  // Asks again each second while the server works, and rests when it waits for the person.
  useCall(
    contract.routes.importStatus,
    { id: props.id },
    { fresh: 0, enabled: running, ...(running ? { every: 1000 } : {}) },
  );
  if (asked.isPending) return <Loading rows={4} />;
  if (asked.isError) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  const batch = asked.data;
  return (
    <Section title={batch.fileName}>
      <ImportSteps current={stepOf[batch.state]} />
      {running && <ImportRunning batch={batch} />}
      {batch.state === 'checked' && <ImportCheck batch={batch} onAgain={props.onAgain} />}
      {!running && batch.state !== 'checked' && (
        <ImportEnd batch={batch} register={props.register} onAgain={props.onAgain} />
      )}
    </Section>
  );
}
