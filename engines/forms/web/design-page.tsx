/** 表单设计: palette, layout and properties beside each other, a live preview below, and the way from draft to publishing. */
import { Alert, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import { Empty, Failed, Loading, Shown } from '../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { usePageTitle } from '../../../ui/page-context.ts';
import { useCall } from '../../../ui/use-call.ts';
import contract, { type FormDetail } from '../contract.ts';
import { BeginButtons } from './designer/begin-buttons.tsx';
import { Designer } from './designer/designer.tsx';
import { VersionList } from './designer/version-list.tsx';
import './designer/designer.css';

export default function DesignPage(): ReactNode {
  const { register = '' } = useParams();
  const asked = useCall(contract.routes.detail, { register });
  usePageTitle(asked.data && `表单：${asked.data.title}`);
  if (asked.isPending) return <Loading rows={10} />;
  if (asked.isError) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  return <Design key={register} detail={asked.data} />;
}

function Design(props: { readonly detail: FormDetail }): ReactNode {
  const { detail } = props;
  const [listing, setListing] = useState(false);
  const [shown, setShown] = useState<string | undefined>(undefined);
  const id = shown ?? detail.draft?.id ?? detail.current?.id;
  return (
    <PageFrame
      title={`表单设计：${detail.title}`}
      breadcrumb={[{ title: '表单', to: '/forms' }, { title: detail.systemTitle }]}
      extra={
        <>
          {detail.draft === null && (
            <BeginButtons register={detail.register} onBegun={() => setShown(undefined)} />
          )}
          <Button onClick={() => setListing(true)} disabled={detail.versions.length === 0}>
            版本（{detail.versions.length}）
          </Button>
        </>
      }
    >
      {id === undefined ? (
        <Section>
          <Empty text="还没有设计过表单，填写页面按字段自动排列。点“开始设计”从自动排列的样子改起。" />
        </Section>
      ) : (
        <Version key={id} id={id} detail={detail} onBack={shown ? () => setShown(undefined) : undefined} />
      )}
      {listing && (
        <VersionList
          versions={detail.versions}
          mayPublish={detail.may.publish}
          onShow={(version) => {
            setShown(version);
            setListing(false);
          }}
          onClose={() => setListing(false)}
        />
      )}
    </PageFrame>
  );
}

function Version(props: {
  readonly id: string;
  readonly detail: FormDetail;
  readonly onBack: (() => void) | undefined;
}): ReactNode {
  const asked = useCall(contract.routes.version, { id: props.id });
  return (
    <>
      {props.onBack && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 12 }}
          title={`正在查看第 ${asked.data?.version.number ?? ''} 版`}
          action={
            <Button size="small" onClick={props.onBack}>
              返回最新
            </Button>
          }
        />
      )}
      <Shown of={asked}>
        {({ version, model }) => (
          <Designer key={version.id} detail={props.detail} version={version} start={model} />
        )}
      </Shown>
    </>
  );
}
