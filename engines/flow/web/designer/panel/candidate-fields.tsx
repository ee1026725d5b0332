/** Who gets the work of a user task, and how several signers answer. */
import { InputNumber } from 'antd';
import type { ReactNode } from 'react';
import type { CandidateRule, Countersign } from '../../../../../kernel/process.ts';
import { candidateTitles, signTitles, whoseTitles } from '../../../process/words.ts';
import type { CandidateForm, TaskForm } from '../../../process/simple-process.ts';
import { choicesOf, OneOf } from './choice-inputs.tsx';
import { FormRow } from './form-row.tsx';
import { useForm } from './panel-context.ts';
import { TypedInput } from './typed-input.tsx';

const candidates = choicesOf(candidateTitles);
const signs = choicesOf(signTitles);
const units = choicesOf(whoseTitles);
const areas = [{ value: 'area', title: '案件所属区划' }, ...units];

const hints: Readonly<Record<CandidateRule['kind'], string>> = {
  area: '持有办理权限、且管辖案件所属区划的人都能看到并签收。',
  unit: '交给承办单位，由单位里持有办理权限的人签收。',
  initiator: '退回发起人本人办理。',
  chosen: '上一环节的操作要选择办理人或单位。',
  post: '单位里所有持有该权限的人。',
  head: '单位里持有“单位负责人”权限的人，在流程设置里指定该权限。',
  'least-loaded': '在符合条件的人里自动分给待办最少的一位。',
  'on-duty': '按值班表取当前值班的人。',
  field: '从案件字段或公式取人员或单位，可以是一个或一组。',
};

interface Props {
  readonly task: TaskForm;
  readonly onChange: (change: Partial<TaskForm>) => void;
}

export function CandidateFields({ task, onChange }: Props): ReactNode {
  const { vocabulary, disabled } = useForm();
  const { candidate } = task;
  return (
    <>
      <FormRow label="办理权限">
        {(id) => (
          <OneOf
            id={id}
            disabled={disabled}
            value={task.permission}
            choices={vocabulary.permissions}
            onChange={(permission) => onChange({ permission })}
          />
        )}
      </FormRow>
      <FormRow label="办理人" hint={hints[candidate.kind]}>
        {(id) => (
          <OneOf
            id={id}
            disabled={disabled}
            value={candidate.kind}
            choices={candidates}
            onChange={(kind) =>
              onChange({ candidate: { ...candidate, kind: (kind || 'area') as CandidateRule['kind'] } })
            }
          />
        )}
      </FormRow>
      <RuleFields candidate={candidate} onChange={(next) => onChange({ candidate: next })} />
      <SignFields task={task} onChange={onChange} />
    </>
  );
}

function RuleFields(props: {
  readonly candidate: CandidateForm;
  readonly onChange: (candidate: CandidateForm) => void;
}): ReactNode {
  const { vocabulary, disabled } = useForm();
  const { candidate, onChange } = props;
  const { kind } = candidate;
  const whose = kind === 'least-loaded' ? areas : units;
  const byUnit = candidate.units !== '';
  return (
    <>
      {(kind === 'post' || kind === 'head' || kind === 'least-loaded') && (
        <FormRow label="范围">
          {(id) => (
            <OneOf
              id={id}
              disabled={disabled}
              value={candidate.of}
              choices={whose}
              onChange={(of) => onChange({ ...candidate, of: (of || 'case') as CandidateForm['of'] })}
            />
          )}
        </FormRow>
      )}
      {kind === 'post' && (
        <FormRow label="持有的权限" hint="不选时为上面的办理权限。">
          {(id) => (
            <OneOf
              id={id}
              disabled={disabled}
              value={candidate.holds}
              choices={vocabulary.permissions}
              onChange={(holds) => onChange({ ...candidate, holds })}
            />
          )}
        </FormRow>
      )}
      {kind === 'on-duty' && (
        <FormRow label="值班表" hint="在“值班表”台账里排班后才能选。">
          {(id) =>
            vocabulary.rosters === null ? (
              <TypedInput
                id={id}
                disabled={disabled}
                value={candidate.roster}
                onChange={(roster) => onChange({ ...candidate, roster })}
              />
            ) : (
              <OneOf
                id={id}
                disabled={disabled}
                value={candidate.roster}
                choices={vocabulary.rosters}
                onChange={(roster) => onChange({ ...candidate, roster })}
              />
            )
          }
        </FormRow>
      )}
      {kind === 'field' && (
        <>
          <FormRow label="取出的是">
            {(id) => (
              <OneOf
                id={id}
                disabled={disabled}
                value={byUnit ? 'units' : 'people'}
                choices={[
                  { value: 'people', title: '人员' },
                  { value: 'units', title: '单位' },
                ]}
                onChange={(of) => {
                  const text = candidate.units || candidate.people;
                  onChange({
                    ...candidate,
                    people: of === 'units' ? '' : text,
                    units: of === 'units' ? text : '',
                  });
                }}
              />
            )}
          </FormRow>
          <FormRow label="字段或公式（FEEL）">
            {(id) => (
              <TypedInput
                id={id}
                disabled={disabled}
                rows={1}
                maximum={500}
                value={byUnit ? candidate.units : candidate.people}
                onChange={(text) =>
                  onChange({ ...candidate, ...(byUnit ? { units: text } : { people: text }) })
                }
              />
            )}
          </FormRow>
        </>
      )}
    </>
  );
}

function SignFields({ task, onChange }: Props): ReactNode {
  const { disabled } = useForm();
  return (
    <>
      <FormRow label="多人办理">
        {(id) => (
          <OneOf
            id={id}
            disabled={disabled}
            value={task.sign}
            choices={signs}
            onChange={(sign) => onChange({ sign: (sign || 'single') as Countersign['mode'] })}
          />
        )}
      </FormRow>
      {task.sign === 'percent' && (
        <FormRow label="通过比例">
          {(id) => (
            <InputNumber<number>
              id={id}
              disabled={disabled}
              min={1}
              max={100}
              precision={0}
              suffix="%"
              value={task.percent}
              onChange={(percent) => onChange({ percent: percent ?? 100 })}
            />
          )}
        </FormRow>
      )}
    </>
  );
}
