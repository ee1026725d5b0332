/** The designer of one version: a draft is edited, saved, checked and published here; any other version is only looked at. */
import { Button } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import { toField } from '../../../registers/web/parts/use-register.ts';
import contract, { type FormDetail, type VersionLine } from '../../contract.ts';
import { type FormModel, placedFields } from '../../form/form-model.ts';
import { Canvas } from './canvas.tsx';
import {
  addSection,
  type Chosen,
  placeField,
  removeField,
  removeSection,
  shiftField,
  shiftSection,
} from './edit-form.ts';
import { Palette } from './palette.tsx';
import { Preview } from './preview.tsx';
import { ProblemList } from './problem-list.tsx';
import { Properties } from './properties.tsx';
import { type Design, useDesign, useProblems } from './use-design.ts';

const wide = new Set(['long-text', 'files', 'point', 'codes']);

export interface DesignerProps {
  readonly detail: FormDetail;
  readonly version: VersionLine;
  readonly start: FormModel;
}

export function Designer(props: DesignerProps): ReactNode {
  const { detail, version } = props;
  const design = useDesign(props.start);
  const { model, change } = design;
  const [chosen, setChosen] = useState<Chosen>({ kind: 'form' });
  const disabled = version.state !== 'draft';
  const infos = useMemo(() => new Map(detail.fields.map((info) => [info.name, info])), [detail.fields]);
  const fields = useMemo(
    () => Object.fromEntries(detail.fields.map((info) => [info.name, toField(info)])),
    [detail.fields],
  );
  const problems = useProblems(model, fields, detail.kind);
  const wrong = new Set(
    problems
      .filter(({ level }) => level === 'error')
      .map(({ path }) => path.split('.').slice(0, 2).join('.')),
  );
  const placed = new Set(placedFields(model).map(({ field }) => field.name));
  const target = chosen.kind === 'section' ? chosen.id : (model.sections.at(-1)?.id ?? '');
  function place(name: string, at: { section: string; before?: string | undefined }): void {
    change(placeField(model, name, at, wide.has(infos.get(name)?.type ?? '') ? 2 : 1));
    setChosen({ kind: 'field', name });
  }
  function remove(name: string): void {
    change(removeField(model, name));
    setChosen({ kind: 'form' });
  }
  return (
    <>
      {!disabled && (
        <DraftBar
          detail={detail}
          version={version}
          design={design}
          problems={problems.filter(({ level }) => level === 'error').length}
        />
      )}
      {!disabled && <ProblemList problems={problems} onChoose={setChosen} />}
      <div className="forms-designer">
        <Palette
          fields={detail.fields}
          placed={placed}
          disabled={disabled}
          onAdd={(name) => place(name, { section: target })}
        />
        <Canvas
          model={model}
          fields={infos}
          chosen={chosen}
          wrong={wrong}
          disabled={disabled}
          onChoose={setChosen}
          onPlace={place}
          onShift={(name, by) => change(shiftField(model, name, by))}
          onRemove={remove}
          onShiftSection={(id, by) => change(shiftSection(model, id, by))}
          onRemoveSection={(id) => {
            change(removeSection(model, id));
            setChosen({ kind: 'form' });
          }}
          onAddSection={() => {
            const added = addSection(model);
            change(added.model);
            setChosen({ kind: 'section', id: added.id });
          }}
        />
        <Properties
          model={model}
          chosen={chosen}
          fields={infos}
          disabled={disabled}
          onChange={change}
          onRemove={remove}
        />
      </div>
      <Preview model={model} fields={fields} />
    </>
  );
}

/** Save, undo, publish, throw away. */
function DraftBar(props: {
  readonly detail: FormDetail;
  readonly version: VersionLine;
  readonly design: Design;
  /** Errors that stand in the way of publishing. */
  readonly problems: number;
}): ReactNode {
  const { version, design, detail } = props;
  const { model, dirty } = design;
  const [revision, setRevision] = useState(version.revision);
  const save = useAct(contract.routes.save, {
    onDone: (saved) => {
      setRevision(saved.revision);
      design.saved();
      tell('success', '草稿已保存');
    },
  });
  const publish = useAct(contract.routes.publish, {
    onDone: () => tell('success', '已发布，新填写的按这一版'),
  });
  const discard = useAct(contract.routes.discard, { onDone: () => tell('success', '草稿已删除') });
  async function drop(): Promise<void> {
    const sure = await confirmDanger({
      title: '删除这份草稿？',
      hint: '在用的表单不受影响。',
      okText: '删除',
    });
    if (sure) await discard.act({ id: version.id });
  }
  return (
    <div className="forms-bar" role="toolbar" aria-label="草稿操作">
      <span className="city-muted">
        第 {version.number} 版草稿{dirty ? '，有未保存的改动' : ''}
      </span>
      <Button disabled={design.undo === undefined} onClick={() => design.undo?.()}>
        撤销
      </Button>
      <Button disabled={design.redo === undefined} onClick={() => design.redo?.()}>
        重做
      </Button>
      <Button danger onClick={() => void drop()}>
        删除草稿
      </Button>
      <Button
        disabled={!dirty}
        loading={save.acting}
        onClick={() => void save.act({ id: version.id, revision, model })}
      >
        保存草稿
      </Button>
      {detail.may.publish && (
        <Button
          type="primary"
          disabled={dirty || props.problems > 0}
          loading={publish.acting}
          title={dirty ? '请先保存' : ''}
          onClick={() => void publish.act({ id: version.id, revision })}
        >
          发布
        </Button>
      )}
    </div>
  );
}
