import { Route, Router } from "@solidjs/router";
import { lazy } from "solid-js";
import { Shell } from "./shell/shell.tsx";

const SignIn = lazy(() => import("./pages/sign-in/route.tsx"));
const Dashboard = lazy(() => import("./pages/dashboard/route.tsx"));
const Tasks = lazy(() => import("./pages/tasks/route.tsx"));
const Calendar = lazy(() => import("./pages/calendar/route.tsx"));
const Agents = lazy(() => import("./pages/agents/route.tsx"));
const Approvals = lazy(() => import("./pages/approvals/route.tsx"));
const Session = lazy(() => import("./pages/session/route.tsx"));
const Notifications = lazy(() => import("./pages/notifications/route.tsx"));
const Integrations = lazy(() => import("./pages/integrations/route.tsx"));
const Integration = lazy(() => import("./pages/integration/route.tsx"));
const Usage = lazy(() => import("./pages/usage/route.tsx"));
const Settings = lazy(() => import("./pages/settings/route.tsx"));
const NotFound = lazy(() => import("./pages/not-found/route.tsx"));

export function App() {
  return (
    <Router scrollRestoration>
      <Route path="/sign-in" component={SignIn} />
      <Route path="/" component={Shell}>
        <Route path="/" component={Dashboard} />
        <Route path="/tasks/:id?" component={Tasks} />
        <Route path="/calendar" component={Calendar} />
        <Route path="/agents" component={Agents} />
        <Route path="/agents/:id" component={Session} />
        <Route path="/approvals" component={Approvals} />
        <Route path="/notifications" component={Notifications} />
        <Route path="/integrations" component={Integrations} />
        <Route path="/integrations/:id" component={Integration} />
        <Route path="/usage" component={Usage} />
        <Route path="/settings" component={Settings} />
        <Route path="*" component={NotFound} />
      </Route>
    </Router>
  );
}
