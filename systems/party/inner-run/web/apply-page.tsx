/** 申请办理: the reason and each material that the item asks for. */
import { Alert, Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import flow from '../../../../engines/flow/contract.ts';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { CallError } from '../../../../ui/call.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageHolder } from '../../../../ui/page-context.ts';
import { tell } from '../../../../ui/tell.ts';
import { UploadBox } from '../../../../ui/upload-box.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import './inner-run.css';

type Guide = OutputOf<typeof contract.routes.guide>;

export default function ApplyPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.guide, { id });
  return <Shown of={asked}>{(guide) => <Application guide={guide} />}</Shown>;
}

function Application({ guide }: { readonly guide: Guide }): ReactNode {
  const [id] = useState(() => newId());
  const [title, setTitle] = useState('');
  const [note, setNote] = useState('');
  const [materials, setMaterials] = useState<Readonly<Record<string, readonly string[]>>>({});
  const [refusal, setRefusal] = useState<CallError | undefined>(undefined);
  const navigate = useNavigate();
  const { close } = usePageHolder();
  const { act, acting } = useAct(flow.routes.open, {
    onRefused: setRefusal,
    onDone: ({ id: made, number }) => {
      tell('success', `已申请，办件编号 ${number}`);
      close();
      void navigate(`/inner-run/applications/${made}`);
    },
  });
  const problem = (path: string) => refusal?.problems.find((each) => each.path === `values.${path}`)?.message;
  const send = () => {
    setRefusal(undefined);
    const said = note.trim() === '' ? {} : { note };
    return act({ type: 'inner-run.application', id, values: { item: guide.id, title, materials, ...said } });
  };
  return (
    <PageFrame
      title={`申请：${guide.title}`}
      breadcrumb={[
        { title: '事项目录', to: '/inner-run/items' },
        { title: guide.title, to: `/inner-run/items/${guide.id}` },
      ]}
      summary={`${guide.unitName}承诺 ${guide.promisedDays} 个工作日办结（法定 ${guide.legalDays} 个）`}
      extra={
        <Button type="primary" loading={acting} onClick={() => void send()}>
          提交申请
        </Button>
      }
    >
      {refusal && <Alert type="error" showIcon title={refusal.message} className="inner-alert" />}
      <Section>
        <Form layout="vertical" className="inner-form">
          <Form.Item
            label="申请事由"
            htmlFor="apply-title"
            required
            {...(problem('title') ? { validateStatus: 'error' as const, help: problem('title') } : {})}
          >
            <Input
              id="apply-title"
              value={title}
              maxLength={100}
              onChange={(event) => setTitle(event.target.value)}
            />
          </Form.Item>
          {guide.materials
            .filter(({ from }) => from === 'applicant')
            .map((material) => (
              <Form.Item
                key={material.key}
                label={material.title}
                htmlFor={`apply-${material.key}`}
                required={material.required}
                {...(problem(`materials.${material.key}`)
                  ? { validateStatus: 'error' as const, help: problem(`materials.${material.key}`) }
                  : {})}
              >
                <UploadBox
                  id={`apply-${material.key}`}
                  value={materials[material.key] ?? []}
                  onChange={(files) => setMaterials((now) => ({ ...now, [material.key]: files }))}
                />
              </Form.Item>
            ))}
          <Form.Item label="说明" htmlFor="apply-note">
            <Input.TextArea
              id="apply-note"
              value={note}
              maxLength={1000}
              rows={3}
              onChange={(event) => setNote(event.target.value)}
            />
          </Form.Item>
        </Form>
      </Section>
    </PageFrame>
  );
}
