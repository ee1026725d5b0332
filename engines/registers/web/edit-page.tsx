/** Changes one row; when somebody else changed it meanwhile, nothing that was typed is lost. */
import { Alert, Form } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { Failed, Loading } from '../../../ui/empty.tsx';
import { showProblems } from '../../../ui/form/show-problems.ts';
import { PageFrame } from '../../../ui/layout.tsx';
import { usePageHolder, usePageTitle } from '../../../ui/page-context.ts';
import { tell } from '../../../ui/tell.ts';
import { useAct, useCall } from '../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { RowReply } from '../routes/row-routes.ts';
import { DraftNote } from './create-page.tsx';
import { ConflictNote } from './form/conflict-note.tsx';
import { InSight } from './form/in-sight.tsx';
import { changedValues } from './form/merge-values.ts';
import { type FormValues, useRowDraft } from './form/row-draft.ts';
import { writableFields } from './form/row-form.tsx';
import { RowForm } from './form/slotted-row-form.tsx';
import { titleOf } from './parts/register-detail.tsx';
import { WithRegister } from './parts/register-frame.tsx';
import { registerPath } from './parts/register-path.ts';
import type { HeldRegister, NamedField } from './parts/use-register.ts';

export default function EditPage(): ReactNode {
  const { register = '', id = '' } = useParams();
  const asked = useCall(contract.routes.read, { register, id });
  if (asked.isPending) return <Loading rows={8} />;
  if (asked.isError) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  const { row } = asked.data;
  return (
    <WithRegister register={register}>{(held) => <EditRow key={id} held={held} first={row} />}</WithRegister>
  );
}

/** Masked values do not go into the form: empty means unchanged. */
function startOf(fields: readonly NamedField[], row: RowReply): FormValues {
  return Object.fromEntries(
    fields.map(({ name }) => [name, row.masked?.includes(name) ? undefined : row[name]]),
  );
}

function EditRow(props: { readonly held: HeldRegister; readonly first: RowReply }): ReactNode {
  const { description } = props.held;
  const register = description.id;
  const fields = writableFields(props.held.fields);
  const names = fields.map(({ name }) => name);
  // The row as it was when the form was opened: a refetch in the background must not move the ground under the typing.
  const [base, setBase] = useState(props.first);
  const [stale, setStale] = useState(false);
  const [refusal, setRefusal] = useState<readonly string[]>([]);
  const [form] = Form.useForm();
  const draft = useRowDraft(`${register}.${base.id}`, fields);
  const navigate = useNavigate();
  const { close } = usePageHolder();
  const title = titleOf(props.held, base);
  usePageTitle(`修改：${title}`);
  const leave = () => {
    draft.discard();
    close();
    void navigate(registerPath.detail(register, base.id));
  };
  const update = useAct(contract.routes.update, {
    onDone: () => {
      tell('success', '已保存');
      leave();
    },
    onRefused: (error) => {
      if (error.code === 'city.stale') return setStale(true);
      const left = showProblems(form, error.problems, 'values');
      setRefusal(error.problems.length === 0 ? [error.message] : left.map((problem) => problem.message));
    },
  });
  function send(values: FormValues): void {
    const changed = changedValues(startOf(fields, base), values, names);
    setRefusal([]);
    if (Object.keys(changed).length === 0) return tell('info', '没有改动，不需要保存');
    void update.act({ register, id: base.id, version: base.version, values: changed });
  }
  /** The latest row under what was typed: fields that were not touched take the new value. */
  function rebase(latest: RowReply): void {
    const mine = changedValues(startOf(fields, base), form.getFieldsValue(true) as FormValues, names);
    form.setFieldsValue({ ...startOf(fields, latest), ...mine });
    setBase(latest);
    setStale(false);
  }
  return (
    <PageFrame
      title={`修改：${title}`}
      breadcrumb={[
        { title: description.title, to: registerPath.list(register) },
        { title, to: registerPath.detail(register, base.id) },
      ]}
    >
      {draft.kept && (
        <DraftNote
          onDiscard={() => {
            draft.discard();
            form.setFieldsValue(startOf(fields, base));
          }}
        />
      )}
      {refusal.length > 0 && (
        <InSight key={refusal.join()}>
          <Alert type="error" showIcon title={refusal.join('；')} />
        </InSight>
      )}
      {stale && (
        <InSight>
          <ConflictNote
            register={register}
            base={base}
            mine={() => changedValues(startOf(fields, base), form.getFieldsValue(true) as FormValues, names)}
            onRebase={rebase}
          />
        </InSight>
      )}
      <RowForm
        register={register}
        form={form}
        fields={props.held.fields}
        row={base}
        start={{ ...startOf(fields, base), ...draft.kept }}
        sending={update.acting}
        onChange={draft.keep}
        onSend={send}
        onCancel={leave}
      />
    </PageFrame>
  );
}
