import csv, pathlib, pytest, tomllib, importlib
from django.db import models
FOLDER=pathlib.Path("/work/main/examples/gloucestershire-2019")
def test_try(db):
    from moothall.kit.sheets import Column,Sheet,Report,load_sheet
    from moothall.kit.acts import get_operator
    from moothall.places import loader as pl
    import moothall.govern.models as g, moothall.assess.models as a, moothall.plan.models as p, moothall.deliver.models as d, moothall.places.models as pm
    BY={pm.SourceDocument:"key",pm.Area:"code",g.VotingGroup:"board__slug/slug",g.Seat:"board__slug/slug",g.TermsOfReference:"board__slug/version_name",g.AgendaItem:"meeting__slug/number",g.MinuteParagraph:"meeting__slug/slug"}
    CIT={"source":"source","page":"source_page","lines":"source_lines","status":"source_status","because":"source_because","timescale":"timescale_as_written"}
    report=Report(); by=get_operator()
    def go(name,model,key):
        header=next(csv.reader((FOLDER/name).open()))
        cols=[]
        for h in header:
            if model is d.Update: pass
            f=model._meta.get_field(CIT.get(h,h))
            kind="text"; to=None; byy="slug"
            if isinstance(f,models.ManyToManyField): kind,to="refs",f.related_model
            elif isinstance(f,models.ForeignKey): kind,to="ref",f.related_model
            elif isinstance(f,models.DateTimeField): kind="moment"
            elif isinstance(f,models.DateField): kind="date"
            elif isinstance(f,models.BooleanField): kind="yes"
            elif isinstance(f,models.JSONField): kind="json" if h in("principles","as_written") else "words"
            elif isinstance(f,models.DecimalField): kind="decimal"
            elif isinstance(f,models.FloatField): kind="float"
            elif isinstance(f,models.IntegerField): kind="int"
            if to in BY: byy=BY[to]
            cols.append(Column(h,kind,field=CIT.get(h,""),to=to,by=byy))
        load_sheet(Sheet(name,model,cols,key=key),FOLDER,by=by,report=report)
    pl.load(FOLDER,by=by,report=report)
    go("govern/boards.csv",g.Board,("slug",)); go("govern/reporting_lines.csv",g.ReportingLine,("child","parent_board","parent_organisation","kind"))
    for t in sorted((FOLDER/"govern/terms").glob("*.toml")):
        tree=tomllib.loads(t.read_text())
        rules={k:v for k,v in tree.items() if k not in("schema","board","version","effective_from","effective_to","source","clauses","prose_only")}
        o=g.TermsOfReference(board=g.Board.objects.get(slug=tree["board"]),version_name=tree["version"],effective_from=tree["effective_from"],prose=tree["clauses"],prose_only=tree["prose_only"],rules=rules,source_status="invented",source_because="x"); 
        o.full_clean(); o.save()
    go("govern/voting_groups.csv",g.VotingGroup,("board","slug")); go("govern/seats.csv",g.Seat,("board","slug")); go("govern/appointments.csv",g.Appointment,("seat","from_on"))
    go("govern/meetings.csv",g.Meeting,("slug",)); go("govern/attendance.csv",g.Attendance,("meeting","person","post_title","seat"))
    go("govern/agenda_items.csv",g.AgendaItem,("meeting","number")); go("govern/paragraphs.csv",g.MinuteParagraph,("meeting","slug")); go("govern/decisions.csv",g.Decision,("paragraph","slug")); go("govern/forward_items.csv",g.ForwardItem,("slug",))
    go("assess/indicators.csv",a.Indicator,("slug",))
    go("plan/plans.csv",p.Plan,("slug",));go("plan/priorities.csv",p.Priority,("slug",));go("plan/objectives.csv",p.Objective,("slug",));go("plan/targets.csv",p.Target,("slug",));go("plan/measures.csv",p.Measure,("priority","indicator"))
    go("deliver/actions.csv",d.Action,("slug",)); go("deliver/parties.csv",d.ActionParty,("action","order"))
    for x in report.problems: print(x)
    print(report.counts)
    for x in d.Action.objects.all(): print(x.number,x.timescale)
    assert not report.problems
