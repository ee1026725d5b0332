/** A new row of one register. */
import { Alert, Button, Form } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { newId } from '../../../kernel/ids.ts';
import { showProblems } from '../../../ui/form/show-problems.ts';
import { PageFrame } from '../../../ui/layout.tsx';
import { usePageHolder, usePageTitle } from '../../../ui/page-context.ts';
import { tell } from '../../../ui/tell.ts';
import { useAct } from '../../../ui/use-call.ts';
import contract from '../contract.ts';
import { InSight } from './form/in-sight.tsx';
import { changedValues } from './form/merge-values.ts';
import { type FormValues, useRowDraft } from './form/row-draft.ts';
import { writableFields } from './form/row-form.tsx';
import { RowForm } from './form/slotted-row-form.tsx';
import { WithRegister } from './parts/register-frame.tsx';
import { registerPath } from './parts/register-path.ts';
import type { HeldRegister } from './parts/use-register.ts';

export default function CreatePage(): ReactNode {
  const { register = '' } = useParams();
  return (
    <WithRegister register={register}>{(held) => <CreateRow key={register} held={held} />}</WithRegister>
  );
}

function CreateRow(props: { readonly held: HeldRegister }): ReactNode {
  const { description, fields } = props.held;
  const register = description.id;
  const navigate = useNavigate();
  const { close } = usePageHolder();
  const [form] = Form.useForm();
  const draft = useRowDraft(register, fields);
  // Made here, so that a submit repeated after a lost answer makes one row.
  const [id] = useState(() => newId());
  const [refusal, setRefusal] = useState<readonly string[]>([]);
  usePageTitle(`新增${description.title}`);
  const create = useAct(contract.routes.create, {
    onDone: ({ row }) => {
      draft.discard();
      tell('success', '已保存');
      close();
      void navigate(registerPath.detail(register, row.id));
    },
    onRefused: (error) => {
      const left = showProblems(form, error.problems, 'values');
      setRefusal(error.problems.length === 0 ? [error.message] : left.map((problem) => problem.message));
    },
  });
  const send = (values: FormValues) =>
    create.act({
      register,
      id,
      values: changedValues(
        {},
        values,
        writableFields(fields).map(({ name }) => name),
      ),
    });
  return (
    <PageFrame
      title={`新增${description.title}`}
      breadcrumb={[
        { title: '台账目录', to: '/registers' },
        { title: description.title, to: registerPath.list(register) },
      ]}
    >
      {draft.kept && (
        <DraftNote
          onDiscard={() => {
            draft.discard();
            form.setFieldsValue(Object.fromEntries(fields.map(({ name }) => [name, undefined])));
          }}
        />
      )}
      {refusal.length > 0 && (
        <InSight key={refusal.join()}>
          <Alert type="error" showIcon title={refusal.join('；')} />
        </InSight>
      )}
      <RowForm
        register={register}
        form={form}
        fields={fields}
        start={draft.kept ?? {}}
        sending={create.acting}
        onChange={draft.keep}
        onSend={(values) => void send(values)}
        onCancel={() => {
          draft.discard();
          close();
          void navigate(registerPath.list(register));
        }}
      />
    </PageFrame>
  );
}

export function DraftNote(props: { readonly onDiscard: () => void }): ReactNode {
  return (
    <Alert
      type="info"
      showIcon
      title="已恢复您上次没有提交的内容。"
      action={
        <Button size="small" onClick={props.onDiscard}>
          不要了，重新填写
        </Button>
      }
    />
  );
}
