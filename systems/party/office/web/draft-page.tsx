/** 拟稿 and 改稿: fields by the standard at the left, the page as it will be printed at the right. */
import { Alert, Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useCase } from '../../../../engines/flow/web/case/use-case.ts';
import { Loading, Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageHolder } from '../../../../ui/page-context.ts';
import { sentenceOf } from '../../../../ui/query-client.ts';
import { tell } from '../../../../ui/tell.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { outgoingFields } from '../document/fields.ts';
import { DraftForm, type DraftValues } from './draft/draft-form.tsx';
import { PagePreview, Paper } from './draft/page-preview.tsx';
import { type Held, outgoingType, useDraftSave } from './draft/use-draft-save.ts';
import { useLetterheads } from './draft/use-letterheads.ts';
import './office.css';

export default function DraftPage(): ReactNode {
  const { id } = useParams();
  const [address] = useSearchParams();
  const meeting = address.get('meeting');
  if (id !== undefined) return <Saved id={id} />;
  if (meeting !== null) return <Minutes meeting={meeting} />;
  return <Editor title="拟稿" start={{ kind: 'notice', openness: 'open' }} />;
}

/** 会议纪要 begins with what the platform knows of the meeting. */
function Minutes({ meeting }: { readonly meeting: string }): ReactNode {
  const asked = useCall(contract.routes.minutes, { id: meeting });
  return (
    <Shown of={asked} rows={12}>
      {(draft) => <Editor title="拟纪要" start={{ ...draft, openness: 'closed' }} />}
    </Shown>
  );
}

/** Only whoever may save a change now gets the form. */
function Saved({ id }: { readonly id: string }): ReactNode {
  const asked = useCase(outgoingType, id);
  if (asked.data === undefined) return <Loading rows={12} />;
  const { version, row, offers } = asked.data;
  if (row === null || !offers.some(({ action }) => action === 'save'))
    return <Alert type="info" showIcon title="公文稿已送出，现在由他人办理；可在办理页面随核稿修改" />;
  return <Editor key={version} title="修改公文稿" start={row} held={{ id, version, action: 'save' }} />;
}

/** What may be sent of a row: the drafter's own fields that were filled in or changed. */
function changedOf(values: DraftValues, start: DraftValues): DraftValues {
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) => name in outgoingFields && value !== undefined && value !== start[name],
    ),
  );
}

function Editor(props: {
  readonly title: string;
  readonly start: DraftValues;
  readonly held?: Held;
}): ReactNode {
  const { start, held } = props;
  const [values, setValues] = useState<DraftValues>(start);
  const { save, saving, problems, refusal } = useDraftSave(held);
  const letterheads = useLetterheads();
  const { close } = usePageHolder();
  const navigate = useNavigate();
  const head = letterheads?.find((one) => one.id === values['series']);
  async function submit(): Promise<void> {
    const saved = await save(held === undefined ? values : changedOf(values, start));
    if (saved === undefined) return;
    tell('success', held === undefined ? '已建稿，请送部门核稿' : '已保存');
    close();
    void navigate(`/office/documents/${saved}`);
  }
  return (
    <PageFrame
      title={props.title}
      summary="按 GB/T 9704-2012 自动排版；右侧即印出的版面"
      extra={
        <>
          <Button onClick={close}>取消</Button>
          <Button type="primary" loading={saving} onClick={() => void submit()}>
            保存
          </Button>
        </>
      }
    >
      <div className="office-editor">
        <Section>
          {refusal && (
            <Alert type="error" showIcon title={sentenceOf(refusal)} style={{ marginBottom: 16 }} />
          )}
          <DraftForm
            values={values}
            change={(part) => setValues((old) => ({ ...old, ...part }))}
            problems={problems}
            letterheads={letterheads ?? []}
          />
        </Section>
        <Paper label="版面预览">
          <PagePreview draft={values} head={head} />
        </Paper>
      </div>
    </PageFrame>
  );
}
