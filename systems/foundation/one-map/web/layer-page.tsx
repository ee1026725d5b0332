/** One uploaded layer: its facts, its features as rows, sharing, and taking it down. */
import { Button, Checkbox, Drawer, Form, Input, Select, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { DescriptionList, PageFrame, Section } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { smallLists } from '../data/small-lists.ts';
import { DepartmentsPicker } from '../../../../ui/form/departments-picker.tsx';
import { NetworkSection } from './route/network-section.tsx';
import { areaText, lengthText } from './texts.ts';
import './one-map.css';

type Layer = OutputOf<typeof contract.routes.layer>;
type FeatureRow = OutputOf<typeof contract.routes.features>['rows'][number];

export default function LayerPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.layer, { id });
  return (
    <Shown of={asked} rows={10}>
      {(layer) => <ShownLayer layer={layer} />}
    </Shown>
  );
}

function nameIn(list: Readonly<Record<string, string>>, code: string): string {
  return list[code] ?? code;
}

function ShownLayer(props: { readonly layer: Layer }): ReactNode {
  const { layer } = props;
  usePageTitle(layer.title);
  const [open, setOpen] = useState<'share' | 'withdraw' | undefined>(undefined);
  return (
    <PageFrame
      title={layer.title}
      breadcrumb={[
        { title: '城市一张图', to: '/one-map' },
        { title: '导入图层', to: '/one-map/layers' },
      ]}
      extra={
        layer.own && (
          <>
            <Button onClick={() => setOpen('share')}>修改和共享</Button>
            <Button danger onClick={() => setOpen('withdraw')}>
              撤下
            </Button>
          </>
        )
      }
    >
      <Section title="图层信息">
        <DescriptionList
          items={[
            { label: '归属部门', value: layer.departmentName },
            { label: '共享部门', value: layer.sharedWith.map(({ name }) => name).join('、') || '无' },
            { label: '图形', value: nameIn(smallLists['one-map kinds'], layer.kind) },
            { label: '原坐标系', value: nameIn(smallLists['one-map datums'], layer.datum) },
            { label: '来源文件', value: layer.fileName },
            { label: '着色', value: layer.styleColumn === '' ? '一种颜色' : `按“${layer.styleColumn}”分类` },
            {
              label: '要素',
              value: `${layer.features} 个${layer.skipped > 0 ? `（跳过 ${layer.skipped} 行）` : ''}`,
            },
            { label: '说明', value: layer.note || '—' },
          ]}
        />
      </Section>
      {layer.kind === 'line' && <NetworkSection layer={layer} />}
      <Features layer={layer} />
      {open === 'share' && <ShareDrawer layer={layer} onClose={() => setOpen(undefined)} />}
      {open === 'withdraw' && <WithdrawDrawer layer={layer} onClose={() => setOpen(undefined)} />}
    </PageFrame>
  );
}

function measureText(row: FeatureRow): string {
  if (row.measure === null) return '—';
  return row.kind === 'area' ? areaText(row.measure) : lengthText(row.measure);
}

function Features(props: { readonly layer: Layer }): ReactNode {
  const { layer } = props;
  const [page, setPage] = useState(1);
  const [query, setQuery] = useSearchParams();
  const feature = query.get('feature') ?? undefined;
  const asked = useCall(
    contract.routes.features,
    { id: layer.id, page, ...(feature === undefined ? {} : { feature }) },
    { keep: true },
  );
  return (
    <Section
      flush
      title="要素"
      extra={feature !== undefined && <Button onClick={() => setQuery({})}>显示全部要素</Button>}
    >
      <Shown of={asked} rows={6}>
        {({ rows, total }) => (
          <Table<FeatureRow>
            size="small"
            rowKey="id"
            scroll={{ x: 'max-content' }}
            dataSource={[...rows]}
            pagination={{
              current: page,
              pageSize: 50,
              total,
              showSizeChanger: false,
              hideOnSinglePage: true,
              onChange: setPage,
            }}
            columns={[
              { title: '行', dataIndex: 'serial', align: 'end' },
              { title: '名称', dataIndex: 'title' },
              { title: '面积或长度', align: 'end', render: (_, row) => measureText(row) },
              { title: '经度,纬度', render: (_, row) => `${row.lon.toFixed(6)},${row.lat.toFixed(6)}` },
              ...layer.columns
                .filter((name) => name !== layer.titleColumn)
                .map((name) => ({
                  title: name,
                  render: (_: unknown, row: FeatureRow) => row.properties[name] ?? '—',
                })),
            ]}
          />
        )}
      </Shown>
    </Section>
  );
}

interface Facts {
  readonly title: string;
  readonly note?: string;
  readonly colour: string;
  readonly styleColumn: string;
  readonly labelled: boolean;
  readonly sharedWith?: readonly string[];
}

function ShareDrawer(props: { readonly layer: Layer; readonly onClose: () => void }): ReactNode {
  const { layer, onClose } = props;
  const [form] = Form.useForm<Facts>();
  const { act, acting } = useAct(contract.routes.changeLayer, { onDone: onClose });
  return (
    <Drawer
      open
      title="修改和共享"
      size={480}
      onClose={onClose}
      footer={
        <Button type="primary" loading={acting} onClick={() => form.submit()}>
          保存
        </Button>
      }
    >
      <Form<Facts>
        form={form}
        layout="vertical"
        initialValues={{ ...layer, sharedWith: layer.sharedWith.map(({ id }) => id) }}
        onFinish={({ title, note, colour, styleColumn, labelled, sharedWith }) =>
          void act({
            id: layer.id,
            version: layer.version,
            title,
            note: note ?? '',
            colour,
            styleColumn,
            labelled,
            sharedWith: [...(sharedWith ?? [])],
          })
        }
      >
        <Form.Item name="title" label="图层名称" rules={[{ required: true, message: '请填写名称' }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="colour" label="颜色">
          <Input type="color" />
        </Form.Item>
        <Form.Item name="styleColumn" label="按字段分类着色">
          <Select
            options={[
              { value: '', label: '不分类，全部用上面的颜色' },
              ...layer.columns.map((name) => ({ value: name, label: name })),
            ]}
          />
        </Form.Item>
        <Form.Item name="labelled" valuePropName="checked">
          <Checkbox>在图上写出名称</Checkbox>
        </Form.Item>
        <Form.Item name="sharedWith" label="共享给其他部门">
          <DepartmentsPicker placeholder="不选则只有本部门" />
        </Form.Item>
        <Form.Item name="note" label="说明">
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
    </Drawer>
  );
}

function WithdrawDrawer(props: { readonly layer: Layer; readonly onClose: () => void }): ReactNode {
  const { layer, onClose } = props;
  const [reason, setReason] = useState('');
  const navigate = useNavigate();
  const { act, acting } = useAct(contract.routes.withdrawLayer, {
    onDone: () => void navigate('/one-map/layers'),
  });
  return (
    <Drawer
      open
      title={`撤下“${layer.title}”`}
      size={420}
      onClose={onClose}
      footer={
        <Button
          danger
          type="primary"
          loading={acting}
          disabled={reason.trim() === ''}
          onClick={() => void act({ id: layer.id, version: layer.version, reason })}
        >
          撤下
        </Button>
      }
    >
      <p>撤下后谁也看不到，记录仍然保留。</p>
      <Input.TextArea
        aria-label="撤下原因"
        placeholder="撤下原因"
        rows={3}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <p>
        <Link to="/one-map/layers">返回导入图层</Link>
      </p>
    </Drawer>
  );
}
