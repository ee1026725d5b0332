/** 评价和纠错: what people say of a dataset, to each other and to the department. */
import { Alert, Button, Form, Input, Rate, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { Shown } from '../../../../../ui/empty.tsx';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { Refused, SignedIn } from './frame.tsx';

type Dataset = OutputOf<typeof contract.routes.one>;

export function starsText(stars: Dataset['stars']): string {
  return stars.average === null ? '还没有评分' : `${stars.average.toFixed(1)}分（${stars.count}人）`;
}

export function Ratings(props: { readonly data: Dataset }): ReactNode {
  const { data } = props;
  return (
    <section className="open-data-part">
      <h2>评价</h2>
      <p className="open-data-stars">
        {data.stars.average !== null && <Rate disabled allowHalf value={data.stars.average} />}
        <span>{starsText(data.stars)}</span>
      </p>
      {data.comments.length > 0 && (
        <ul className="open-data-comments">
          {data.comments.map((comment) => (
            <li key={`${comment.on} ${comment.text}`}>
              <span className="city-muted">
                {comment.stars}分 · {comment.on}
              </span>
              <span>{comment.text}</span>
            </li>
          ))}
        </ul>
      )}
      <SignedIn to="评分和评论">
        <OwnRating code={data.code} />
      </SignedIn>
    </section>
  );
}

function OwnRating(props: { readonly code: string }): ReactNode {
  const asked = useCall(contract.routes.ownRating, { code: props.code }, { still: true });
  return (
    <Shown of={asked} rows={1}>
      {(own) => <RatingForm code={props.code} stars={own.stars} comment={own.comment} />}
    </Shown>
  );
}

function RatingForm(props: {
  readonly code: string;
  readonly stars: number | null;
  readonly comment: string;
}): ReactNode {
  const [stars, setStars] = useState(props.stars ?? 0);
  const [comment, setComment] = useState(props.comment);
  const [done, setDone] = useState(false);
  const rate = useAct(contract.routes.rate, { onDone: () => setDone(true), onRefused: () => undefined });
  return (
    <div className="open-data-form">
      <Rate value={stars} onChange={setStars} aria-label="我的评分" />
      <Input.TextArea
        aria-label="评论"
        rows={2}
        maxLength={200}
        showCount
        placeholder="可以写几句（部门查看后公布，请不要写个人信息）"
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <Button
        disabled={stars === 0}
        loading={rate.acting}
        onClick={() => void rate.act({ code: props.code, stars, comment })}
      >
        {props.stars === null ? '提交评价' : '修改评价'}
      </Button>
      {done && <Alert type="success" showIcon title="已收到您的评价" />}
      <Refused error={rate.error} />
    </div>
  );
}

interface Mistake {
  readonly field?: string;
  readonly text: string;
}

export function Mend(props: { readonly data: Dataset }): ReactNode {
  return (
    <section className="open-data-part">
      <h2>纠错</h2>
      <p className="city-muted">发现数据有误，请告诉{props.data.provider}，核实后答复您。</p>
      <SignedIn to="纠错">
        <MendForm data={props.data} />
      </SignedIn>
    </section>
  );
}

function MendForm(props: { readonly data: Dataset }): ReactNode {
  const { code, fields } = props.data;
  const [form] = Form.useForm<Mistake>();
  const [number, setNumber] = useState<string>();
  const mend = useAct(contract.routes.mend, {
    onDone: (opened) => {
      setNumber(opened.number);
      form.resetFields();
    },
    onRefused: () => undefined,
  });
  return (
    <Form form={form} layout="vertical" onFinish={(given) => void mend.act({ code, ...given })}>
      <Form.Item name="field" label="哪个信息项（可不选）">
        <Select allowClear options={fields.map((field) => ({ value: field.name, label: field.title }))} />
      </Form.Item>
      <Form.Item name="text" label="哪里有误" rules={[{ required: true, min: 6, message: '请至少写6个字' }]}>
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
      <Button htmlType="submit" loading={mend.acting}>
        提交纠错
      </Button>
      {number !== undefined && (
        <Alert
          type="success"
          showIcon
          title={
            <>
              已提交，编号{number}，<Link to="/open-data/mine">查看进度</Link>
            </>
          }
        />
      )}
      <Refused error={mend.error} />
    </Form>
  );
}
