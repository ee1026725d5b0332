/** The door of the desk: the city's outline, the account and password, and what a demo city tells its visitor. */
import type { ReactNode } from 'react';
import shape from '../shell/city-shape.svg';
import { SignInForm } from '../shell/sign-in-form.tsx';
import { PasswordForm } from '../shell/password-form.tsx';

export function SignInPage(props: {
  readonly demo: boolean;
  readonly mustChange: boolean;
  readonly onDone: () => void;
}): ReactNode {
  return (
    <div className="desk-door-page">
      <section className="desk-door-city" aria-label="数字阜阳">
        <img src={shape} alt="" aria-hidden />
        <p className="desk-door-name">数字阜阳</p>
        <p className="desk-door-slogan">一座城市 · 一个平台 · 一网统管</p>
        <ul>
          <li>
            <b>1</b>个智治核心
          </li>
          <li>
            <b>1</b>套支撑体系
          </li>
          <li>
            <b>4</b>大应用板块
          </li>
          <li>
            <b>7</b>大重点任务
          </li>
        </ul>
      </section>
      <section className="desk-door-form">
        <h1>{props.mustChange ? '请先修改密码' : '工作台登录'}</h1>
        {props.mustChange ? (
          <>
            <p className="city-muted">首次登录或密码已到期，修改后继续。</p>
            <PasswordForm onDone={props.onDone} />
          </>
        ) : (
          <SignInForm accountLabel="账号" onDone={props.onDone} />
        )}
        {props.demo && !props.mustChange && (
          <p className="desk-door-demo">
            <b>演示数据</b>
            演示账号和密码在首次启动时随机生成，已打印在服务器的启动信息中，并保存在数据目录里，请向管理员索取。
          </p>
        )}
        <p className="desk-door-links">
          <a href="/open/">开放门户</a>
          <a href="/citizen/">市民端</a>
          <a href="/screen/">城市一屏</a>
        </p>
      </section>
    </div>
  );
}
