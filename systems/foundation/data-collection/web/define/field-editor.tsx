/** The fields of a dataset as a table that is edited in place; rules that fewer fields need open in a drawer. */
import { Button, Checkbox, Drawer, Form, Input, InputNumber, Select, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { fieldFormats, fieldTypes, type LakeField } from '../../../../../engines/lake/contract.ts';
import { Empty } from '../../../../../ui/empty.tsx';
import { Section } from '../../../../../ui/layout.tsx';
import { rulesOf } from '../dataset/field-table.tsx';

type Change = (index: number, more: Partial<LakeField>) => void;

const types = Object.entries(fieldTypes).map(([value, label]) => ({
  value: value as LakeField['type'],
  label,
}));
const classes = [
  { value: 'public' as const, label: '公开' },
  { value: 'internal' as const, label: '内部' },
  { value: 'personal' as const, label: '个人' },
  { value: 'sensitive' as const, label: '敏感' },
];

function emptyField(index: number): LakeField {
  return {
    name: `field_${index + 1}`,
    source: '',
    title: '',
    type: 'text',
    key: false,
    required: false,
    class: 'internal',
    strict: true,
  };
}

export function FieldEditor(props: {
  readonly fields: readonly LakeField[];
  readonly onChange: (fields: readonly LakeField[]) => void;
}): ReactNode {
  const { fields, onChange } = props;
  const [open, setOpen] = useState<number>();
  const change: Change = (index, more) =>
    onChange(fields.map((field, at) => (at === index ? { ...field, ...more } : field)));
  const text = (index: number, name: 'source' | 'name' | 'title', label: string) => (
    <Input
      aria-label={`第${index + 1}个字段的${label}`}
      value={fields[index]?.[name] ?? ''}
      onChange={(event) => change(index, { [name]: event.target.value })}
    />
  );
  return (
    <Section
      flush
      title="字段和规则"
      extra={<Button onClick={() => onChange([...fields, emptyField(fields.length)])}>增加字段</Button>}
    >
      <Table<LakeField>
        rowKey={(field) => String(fields.indexOf(field))}
        size="small"
        pagination={false}
        scroll={{ x: 1100 }}
        dataSource={[...fields]}
        locale={{ emptyText: <Empty text="至少要有一个字段" /> }}
        columns={[
          { title: '来源列', width: 170, render: (_, _row, index) => text(index, 'source', '来源列') },
          { title: '字段名', width: 150, render: (_, _row, index) => text(index, 'name', '字段名') },
          { title: '中文名', width: 150, render: (_, _row, index) => text(index, 'title', '中文名') },
          {
            title: '类型',
            width: 110,
            render: (_, field, index) => (
              <Select
                aria-label="类型"
                className="city-wide"
                value={field.type}
                options={types}
                onChange={(type) => change(index, { type })}
              />
            ),
          },
          {
            title: '分类',
            width: 96,
            render: (_, field, index) => (
              <Select
                aria-label="分类"
                value={field.class}
                options={classes}
                onChange={(to) => change(index, { class: to })}
              />
            ),
          },
          {
            title: '主键',
            width: 56,
            align: 'center',
            render: (_, field, index) => (
              <Checkbox
                aria-label="主键"
                checked={field.key}
                onChange={(event) => change(index, { key: event.target.checked })}
              />
            ),
          },
          {
            title: '必填',
            width: 56,
            align: 'center',
            render: (_, field, index) => (
              <Checkbox
                aria-label="必填"
                checked={field.required}
                onChange={(event) => change(index, { required: event.target.checked })}
              />
            ),
          },
          {
            title: '其他规则',
            render: (_, field) => rulesOf({ ...field, key: false, required: false }) || '—',
          },
          {
            title: '操作',
            width: 116,
            render: (_, _row, index) => (
              <>
                <Button type="link" size="small" onClick={() => setOpen(index)}>
                  规则
                </Button>
                <Button
                  type="link"
                  size="small"
                  danger
                  onClick={() => onChange(fields.filter((_field, at) => at !== index))}
                >
                  去掉
                </Button>
              </>
            ),
          },
        ]}
      />
      {open !== undefined && fields[open] !== undefined && (
        <RuleDrawer
          field={fields[open]}
          onChange={(more) => change(open, more)}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Section>
  );
}

function RuleDrawer(props: {
  readonly field: LakeField;
  readonly onChange: (more: Partial<LakeField>) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { field, onChange } = props;
  const formats = Object.entries(fieldFormats).map(([value, label]) => ({
    value: value as NonNullable<LakeField['format']>,
    label,
  }));
  return (
    <Drawer open title={`“${field.title || field.source}”的规则`} onClose={props.onClose}>
      <Form layout="vertical">
        <Form.Item label="校验码">
          <Select
            allowClear
            aria-label="校验码"
            value={field.format ?? null}
            options={formats}
            onChange={(format) => onChange({ format: format ?? undefined })}
          />
        </Form.Item>
        <Form.Item label="格式（正则表达式）" extra="RE2 写法，整个值须符合">
          <Input
            aria-label="格式"
            value={field.pattern ?? ''}
            onChange={(event) => onChange({ pattern: event.target.value || undefined })}
          />
        </Form.Item>
        <Form.Item label="最小值">
          <InputNumber
            aria-label="最小值"
            value={field.minimum ?? null}
            onChange={(minimum) => onChange({ minimum: minimum ?? undefined })}
          />
        </Form.Item>
        <Form.Item label="最大值">
          <InputNumber
            aria-label="最大值"
            value={field.maximum ?? null}
            onChange={(maximum) => onChange({ maximum: maximum ?? undefined })}
          />
        </Form.Item>
        <Form.Item label="最大长度">
          <InputNumber
            aria-label="最大长度"
            min={1}
            value={field.maxLength ?? null}
            onChange={(most) => onChange({ maxLength: most ?? undefined })}
          />
        </Form.Item>
        <Form.Item label="代码表" extra="一行一个代码；空则不查">
          <Input.TextArea
            aria-label="代码表"
            rows={4}
            defaultValue={(field.codes ?? []).join('\n')}
            onBlur={(event) => {
              const codes = event.target.value
                .split('\n')
                .map((code) => code.trim())
                .filter((code) => code !== '');
              onChange({ codes: codes.length === 0 ? undefined : codes });
            }}
          />
        </Form.Item>
        <Checkbox checked={!field.strict} onChange={(event) => onChange({ strict: !event.target.checked })}>
          不合格时只提示，不退回
        </Checkbox>
      </Form>
    </Drawer>
  );
}
