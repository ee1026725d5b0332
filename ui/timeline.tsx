/** 流转记录: who of which department did what, when, with which opinion and papers, and how long it took. */
import type { ReactNode } from 'react';
import { durationText, momentText } from './form/city-time.ts';
import { StatusTag } from './status-tag.tsx';
import { Stored } from './upload-box.tsx';
import { fileUrl } from './upload-file.ts';

export interface TimelineStep {
  readonly id: string;
  readonly at: string;
  /** What was done: '派遣', '退回'. */
  readonly title: string;
  readonly actorName: string;
  /** Name, not id. */
  readonly department?: string | null;
  /** '受理 → 派遣'. */
  readonly fromStage?: string | null;
  readonly toStage?: string | null;
  readonly opinion?: string | null;
  readonly files?: readonly string[];
  /** File of a signature written by hand. */
  readonly signature?: string | null;
  /** Working milliseconds that the stage took. */
  readonly took?: number | null;
  readonly late?: boolean | null;
}

export function Timeline(props: {
  readonly steps: readonly TimelineStep[];
  /** What is waited for now: '等待 颍州区城管局 处置'. */
  readonly waiting?: ReactNode;
}): ReactNode {
  return (
    <ol className="city-timeline">
      {props.steps.map((step) => (
        <li key={step.id} className={step.late ? 'is-late' : ''}>
          <div className="city-timeline-head">
            <b>{step.title}</b>
            {step.late && <StatusTag tone="red">超时</StatusTag>}
            <span>
              {step.actorName}
              {step.department && `(${step.department})`}
            </span>
          </div>
          <p className="city-timeline-meta city-number">
            {momentText(step.at)}
            {step.fromStage &&
              step.toStage &&
              step.fromStage !== step.toStage &&
              ` · ${step.fromStage} → ${step.toStage}`}
            {step.took !== null && step.took !== undefined && ` · 用时 ${durationText(step.took)}`}
          </p>
          {step.opinion && <blockquote>{step.opinion}</blockquote>}
          {step.signature && (
            <img
              className="city-signature"
              src={fileUrl(step.signature)}
              alt={`${step.actorName}的手写签名`}
            />
          )}
          {step.files && step.files.length > 0 && (
            <div className="city-uploads" style={{ marginTop: 6 }}>
              {step.files.map((id) => (
                <Stored key={id} id={id} />
              ))}
            </div>
          )}
        </li>
      ))}
      {props.waiting && (
        <li className="is-waiting">
          <span className="city-muted">{props.waiting}</span>
        </li>
      )}
    </ol>
  );
}
