/** 用地合规性审查: land is drawn, typed or uploaded, and judged against every control line in force. */
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { categories, type Category } from '../data/small-lists.ts';
import lists from '../data/lists.json' with { type: 'json' };
import { addCorner, readCorners, toPolygon } from './coordinates.ts';
import { type Box, boxOf, LinesMap, wholeCity, widen } from './lines-map.tsx';
import { type Land, noLand, sentShape, ShapeInput } from './shape-input.tsx';
import './land-plan.css';

interface Values {
  readonly title: string;
  readonly category: Category;
  readonly activity?: string;
  readonly statedArea?: number | null;
}

const wanted = [{ required: true, message: '请填写' }];
const categoryOptions = Object.entries(categories).map(([value, label]) => ({ value, label }));
const activityOptions = lists.activities.map(([value = '', label = '']) => ({ value, label }));

/** Typed corners show on the map at once where they are its own degrees. */
function readsAsDegrees({ way, datum }: Land): boolean {
  return way === 'draw' && (datum === undefined || datum === 'cgcs2000' || datum === 'wgs84');
}

export default function ExaminePage(): ReactNode {
  const [land, setLand] = useState(noLand);
  const [box, setBox] = useState<Box>(wholeCity);
  const [form] = Form.useForm<Values>();
  const category = Form.useWatch('category', form);
  const navigate = useNavigate();
  const { act, acting } = useAct(contract.routes.check, {
    onDone: ({ id }) => void navigate(`/land-plan/checks/${id}`),
    onRefused: (problem) => setLand((now) => ({ ...now, problem })),
  });
  const isDegrees = readsAsDegrees(land);
  const { text } = land;
  const typed = useMemo(() => readCorners(isDegrees ? text : ''), [isDegrees, text]);
  const shape = useMemo(() => land.read?.shape ?? toPolygon(typed), [land.read, typed]);
  const corners = useMemo(() => typed.rings.flat(), [typed]);
  const sent = sentShape(land);

  /** The map goes to what was typed or uploaded; while somebody clicks corners on it, it must not jump. */
  function give(next: Land): void {
    setLand(next);
    const given = next.read?.shape ?? (readsAsDegrees(next) ? toPolygon(readCorners(next.text)) : undefined);
    if (given !== undefined) setBox(widen(boxOf(given)));
  }

  async function send({ title, category: kind, activity, statedArea }: Values): Promise<void> {
    if (sent === undefined) return;
    await act({
      ...sent,
      title,
      category: kind,
      ...(activity === undefined ? {} : { activity }),
      ...(statedArea ? { statedArea } : {}),
    });
  }
  return (
    <PageFrame
      title="用地合规性审查"
      summary="画出、填写或上传用地范围，按在用的规划成果逐条核对永久基本农田、生态保护红线、城镇开发边界和其他管控线"
    >
      <div className="land-plan-examine">
        <Section flush>
          <LinesMap
            label="管控线和用地范围"
            box={box}
            land={shape}
            corners={corners}
            height="100%"
            {...(isDegrees
              ? {
                  onPoint: ({ lon, lat }) =>
                    setLand((now) => ({ ...now, text: addCorner(now.text, lon, lat), problem: undefined })),
                }
              : {})}
          />
        </Section>
        <Section title="用地">
          <ShapeInput land={land} onLand={give} />
          <Form<Values>
            form={form}
            layout="vertical"
            initialValues={{ category: 'ordinary' }}
            onFinish={(values) => void send(values)}
          >
            <Form.Item name="title" label="事由" rules={wanted}>
              <Input maxLength={100} placeholder="项目或地块名称" />
            </Form.Item>
            <Form.Item name="category" label="项目类别" rules={wanted}>
              <Select options={categoryOptions} />
            </Form.Item>
            {category === 'limited' && (
              <Form.Item name="activity" label="有限人为活动" rules={wanted}>
                <Select options={activityOptions} popupMatchSelectWidth={false} />
              </Form.Item>
            )}
            <Form.Item name="statedArea" label="送审面积（㎡）" extra="与图形面积相差过大时提示核对坐标系">
              <InputNumber min={1} style={{ width: '100%' }} />
            </Form.Item>
            <Button type="primary" htmlType="submit" block loading={acting} disabled={sent === undefined}>
              审查
            </Button>
          </Form>
        </Section>
      </div>
    </PageFrame>
  );
}
