/** 批注和故事: notes put on the map, and the view kept under an address to share. */
import { Button, Form, Input, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { InputOf } from '../../../../kernel/contract.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { DepartmentsPicker } from '../../../../ui/form/departments-picker.tsx';

type Kept = InputOf<typeof contract.routes.keepStory>;
export interface NoteDraft {
  readonly lon: number;
  readonly lat: number;
  readonly text: string;
}

export interface StoryPanelProps {
  readonly notes: readonly NoteDraft[];
  readonly onNotes: (notes: readonly NoteDraft[]) => void;
  /** Text of the note that the next click on the map puts down. */
  readonly noting: string | undefined;
  readonly onNoting: (text: string | undefined) => void;
  readonly mayShare: boolean;
  readonly view: Kept['view'] | undefined;
}

export function StoryPanel(props: StoryPanelProps): ReactNode {
  const { notes, onNotes, noting, onNoting } = props;
  return (
    <div className="one-map-panel">
      <section>
        <h3>批注</h3>
        <Input
          aria-label="批注内容"
          maxLength={200}
          placeholder="写好内容，再点地图上的位置"
          value={noting ?? ''}
          onChange={(event) => onNoting(event.target.value)}
        />
        <ul>
          {notes.map((note, index) => (
            <li key={`${note.lon} ${note.lat} ${note.text}`} className="one-map-row">
              {note.text}
              <button
                type="button"
                className="city-link"
                onClick={() => onNotes(notes.filter((_, other) => other !== index))}
              >
                删除
              </button>
            </li>
          ))}
        </ul>
      </section>
      {props.mayShare && <Share view={props.view} />}
    </div>
  );
}

interface Values {
  readonly title: string;
  readonly note?: string;
  readonly audience: 'departments' | 'everyone';
  readonly sharedWith?: readonly string[];
}

function Share(props: { readonly view: Kept['view'] | undefined }): ReactNode {
  const { view } = props;
  const [form] = Form.useForm<Values>();
  const audience = Form.useWatch('audience', form);
  const [kept, setKept] = useState<string | undefined>(undefined);
  const { act, acting } = useAct(contract.routes.keepStory, { onDone: ({ id }) => setKept(id) });
  return (
    <section>
      <h3>发布地图故事</h3>
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ audience: 'departments' }}
        onFinish={(values) =>
          view &&
          void act({
            title: values.title,
            note: values.note ?? '',
            audience: values.audience,
            sharedWith: [...(values.sharedWith ?? [])],
            view,
          })
        }
      >
        <Form.Item name="title" label="标题" rules={[{ required: true, message: '请填写标题' }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="note" label="说明">
          <Input.TextArea rows={2} maxLength={2000} />
        </Form.Item>
        <Form.Item name="audience" label="共享给">
          <Radio.Group
            options={[
              { value: 'departments', label: '指定部门' },
              { value: 'everyone', label: '全市工作人员' },
            ]}
          />
        </Form.Item>
        {audience === 'departments' && (
          <Form.Item name="sharedWith" label="部门">
            <DepartmentsPicker placeholder="不选则只有本部门" />
          </Form.Item>
        )}
        <p className="city-muted">打开的人只看到本人有权查看的图层；批注和说明原样可见，不要写个人信息</p>
        <Button block type="primary" htmlType="submit" loading={acting} disabled={view === undefined}>
          发布
        </Button>
      </Form>
      {kept && (
        <p role="status">
          已发布：<Link to={`/one-map/stories/${kept}`}>打开地图故事</Link>
        </p>
      )}
    </section>
  );
}
