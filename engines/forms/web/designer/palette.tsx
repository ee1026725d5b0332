/** The fields that are not on the form yet: drag one over, or press it to put it at the end of the chosen section. */
import { Input } from 'antd';
import { type ReactNode, useState } from 'react';
import type { FieldInfo } from '../../../registers/contract.ts';

const typeNames: Readonly<Record<string, string>> = {
  text: '文字',
  'long-text': '长文字',
  integer: '整数',
  decimal: '数字',
  boolean: '是否',
  date: '日期',
  moment: '时间',
  code: '单选',
  codes: '多选',
  area: '区划',
  department: '部门',
  subject: '人员',
  ref: '关联',
  point: '位置',
  files: '附件',
  json: '结构',
};

/** What is dragged, in the words of the browser's own drag and drop. */
export const dragType = 'text/x-form-field';

export function typeName(type: string): string {
  return typeNames[type] ?? type;
}

export function Palette(props: {
  readonly fields: readonly FieldInfo[];
  readonly placed: ReadonlySet<string>;
  readonly disabled: boolean;
  readonly onAdd: (name: string) => void;
}): ReactNode {
  const [text, setText] = useState('');
  const left = props.fields.filter(
    (field) => !props.placed.has(field.name) && `${field.title} ${field.name}`.includes(text),
  );
  return (
    <aside className="forms-palette" aria-label="可用字段">
      <h2>可用字段</h2>
      <Input
        allowClear
        size="small"
        placeholder="查找字段"
        aria-label="查找字段"
        onChange={(event) => setText(event.target.value.trim())}
      />
      <ul>
        {left.map((field) => (
          <li key={field.name}>
            <button
              type="button"
              draggable={!props.disabled}
              disabled={props.disabled}
              title={`${field.title}（${field.name}）`}
              onDragStart={(event) => {
                event.dataTransfer.setData(dragType, field.name);
                event.dataTransfer.effectAllowed = 'move';
              }}
              onClick={() => props.onAdd(field.name)}
            >
              <span>{field.title}</span>
              <small className="city-muted">
                {typeName(field.type)}
                {field.managed && ' · 系统填写'}
                {field.required && !field.managed && ' · 必填'}
              </small>
            </button>
          </li>
        ))}
        {left.length === 0 && <li className="city-muted">{text ? '没有符合的字段' : '字段都已在表单上'}</li>}
      </ul>
    </aside>
  );
}
