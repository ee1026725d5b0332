/** The form as it is being laid out: sections with their fields, moved by dragging or with Alt and the arrow keys. */
import { Button } from 'antd';
import { type DragEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import type { FormModel, FormSection, PlacedField } from '../../form/form-model.ts';
import type { FieldInfo } from '../../../registers/contract.ts';
import type { Chosen, Place } from './edit-form.ts';
import { dragType, typeName } from './palette.tsx';

export interface CanvasProps {
  readonly model: FormModel;
  readonly fields: ReadonlyMap<string, FieldInfo>;
  readonly chosen: Chosen;
  /** Fields and sections with something wrong, by path. */
  readonly wrong: ReadonlySet<string>;
  readonly disabled: boolean;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onPlace: (name: string, place: Place) => void;
  readonly onShift: (name: string, by: -1 | 1) => void;
  readonly onRemove: (name: string) => void;
  readonly onShiftSection: (id: string, by: -1 | 1) => void;
  readonly onRemoveSection: (id: string) => void;
  readonly onAddSection: () => void;
}

export function Canvas(props: CanvasProps): ReactNode {
  const { model, chosen } = props;
  return (
    <div className="forms-canvas" aria-label="表单布局">
      <button
        type="button"
        className="forms-title"
        aria-pressed={chosen.kind === 'form'}
        onClick={() => props.onChoose({ kind: 'form' })}
      >
        {model.title}
      </button>
      {model.sections.map((section) => (
        <CanvasSection key={section.id} {...props} section={section} />
      ))}
      <Button type="dashed" block disabled={props.disabled} onClick={props.onAddSection}>
        添加分组
      </Button>
    </div>
  );
}

function readDrag(event: DragEvent): string {
  return event.dataTransfer.getData(dragType);
}

function CanvasSection(props: CanvasProps & { readonly section: FormSection }): ReactNode {
  const { section, chosen, wrong } = props;
  const [over, setOver] = useState(false);
  const picked = chosen.kind === 'section' && chosen.id === section.id;
  return (
    <section
      className={`forms-box${over ? ' is-over' : ''}${wrong.has(`sections.${section.id}`) ? ' is-wrong' : ''}`}
      aria-label={`分组 ${section.title}`}
      onDragOver={(event) => {
        if (props.disabled || !event.dataTransfer.types.includes(dragType)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const name = readDrag(event);
        if (name !== '') props.onPlace(name, { section: section.id });
      }}
    >
      <header>
        <button
          type="button"
          aria-pressed={picked}
          onClick={() => props.onChoose({ kind: 'section', id: section.id })}
        >
          {section.title}
          <small className="city-muted">
            {section.columns} 栏{section.show ? ' · 有显示条件' : ''}
          </small>
        </button>
        {!props.disabled && (
          <span>
            <IconButton
              label={`上移分组 ${section.title}`}
              text="↑"
              onPress={() => props.onShiftSection(section.id, -1)}
            />
            <IconButton
              label={`下移分组 ${section.title}`}
              text="↓"
              onPress={() => props.onShiftSection(section.id, 1)}
            />
            <IconButton
              label={`删除分组 ${section.title}`}
              text="×"
              onPress={() => props.onRemoveSection(section.id)}
            />
          </span>
        )}
      </header>
      <div className={`forms-cells columns-${section.columns}`}>
        {section.fields.map((field) => (
          <CanvasField key={field.name} {...props} field={field} />
        ))}
        {section.fields.length === 0 && <p className="city-muted">把字段拖到这里</p>}
      </div>
    </section>
  );
}

function marksOf(field: PlacedField, info: FieldInfo | undefined): readonly string[] {
  return [
    ...(field.compute === undefined ? [] : ['计算']),
    ...(field.prefill === undefined ? [] : ['预填']),
    ...(field.show === undefined ? [] : ['条件显示']),
    ...(field.readOnly === undefined ? [] : ['只读']),
    ...(info?.required || field.require !== undefined ? ['必填'] : []),
  ];
}

function CanvasField(
  props: CanvasProps & { readonly section: FormSection; readonly field: PlacedField },
): ReactNode {
  const { field, section, fields, chosen, wrong } = props;
  const { name } = field;
  const info = fields.get(name);
  const title = field.title ?? info?.title ?? name;
  const picked = chosen.kind === 'field' && chosen.name === name;
  function press(event: KeyboardEvent): void {
    if (props.disabled) return;
    if (event.key === 'Delete') {
      event.preventDefault();
      props.onRemove(name);
    }
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    props.onShift(name, event.key === 'ArrowUp' ? -1 : 1);
  }
  return (
    <button
      type="button"
      id={`forms-cell-${name}`}
      className={`forms-cell span-${Math.min(field.width, section.columns)}${wrong.has(`fields.${name}`) ? ' is-wrong' : ''}`}
      aria-pressed={picked}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
      draggable={!props.disabled}
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, name);
        event.dataTransfer.effectAllowed = 'move';
      }}
      onDragOver={(event) => {
        if (!props.disabled && event.dataTransfer.types.includes(dragType)) event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        const dragged = readDrag(event);
        if (dragged !== '') props.onPlace(dragged, { section: section.id, before: name });
      }}
      onClick={() => props.onChoose({ kind: 'field', name })}
      onKeyDown={press}
    >
      <span>{title}</span>
      <small className="city-muted">
        {[info ? typeName(info.type) : '没有这个字段', ...marksOf(field, info)].join(' · ')}
      </small>
    </button>
  );
}

function IconButton(props: {
  readonly label: string;
  readonly text: string;
  readonly onPress: () => void;
}): ReactNode {
  return (
    <button
      type="button"
      className="forms-icon"
      aria-label={props.label}
      title={props.label}
      onClick={props.onPress}
    >
      {props.text}
    </button>
  );
}
