from django.db import migrations, models

from huoshui.kernel.walls import wall


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('org_id', models.BigIntegerField(verbose_name='所属单位')),
                ('seat', models.BigIntegerField(verbose_name='席位')),
                ('line_seat', models.BigIntegerField(verbose_name='条线席位')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('user_id', models.BigIntegerField(verbose_name='操作人')),
                ('channel', models.CharField(max_length=16, verbose_name='渠道')),
                ('file_name', models.CharField(max_length=255, verbose_name='文件')),
                ('format', models.CharField(max_length=16, verbose_name='格式')),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('upload', models.CharField(blank=True, max_length=64, verbose_name='暂存文件')),
                ('owner', models.CharField(blank=True, max_length=200, verbose_name='指定单位')),
                ('state', models.CharField(choices=[('checked', '已检查，未导入'), ('done', '已导入')], max_length=16, verbose_name='状态')),
                ('rows', models.IntegerField(default=0, verbose_name='总行数')),
                ('new', models.IntegerField(default=0, verbose_name='新增')),
                ('changed', models.IntegerField(default=0, verbose_name='更新')),
                ('same', models.IntegerField(default=0, verbose_name='未变')),
                ('superseded', models.IntegerField(default=0, verbose_name='重复或较早文本')),
                ('refused', models.IntegerField(default=0, verbose_name='有误')),
                ('out_of_scope', models.IntegerField(default=0, verbose_name='非存量范围')),
                ('unmatched', models.IntegerField(default=0, verbose_name='待核对单位')),
                ('problems', models.JSONField(default=list, verbose_name='问题')),
                ('unmatched_names', models.JSONField(default=list, verbose_name='待核对单位名单')),
                ('out_of_scope_names', models.JSONField(default=list, verbose_name='非存量范围名单')),
            ],
            options={
                'indexes': [models.Index(fields=['at', 'id'], name='import_run_at')],
            },
        ),
        migrations.CreateModel(
            name='Patent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('org_id', models.BigIntegerField(verbose_name='所属单位')),
                ('seat', models.BigIntegerField(verbose_name='席位')),
                ('line_seat', models.BigIntegerField(verbose_name='条线席位')),
                ('publication_no', models.CharField(blank=True, max_length=24, verbose_name='公开（公告）号')),
                ('application_no', models.CharField(blank=True, max_length=24, verbose_name='专利号/申请号')),
                ('kind', models.CharField(choices=[('invention', '发明'), ('utility', '实用新型'), ('design', '外观设计')], max_length=16, verbose_name='专利类型')),
                ('stage', models.CharField(choices=[('published', '公布'), ('granted', '授权')], max_length=16, verbose_name='公布阶段')),
                ('title', models.CharField(max_length=500, verbose_name='专利名称')),
                ('abstract', models.TextField(blank=True, verbose_name='摘要')),
                ('first_claim', models.TextField(blank=True, verbose_name='首项权利要求')),
                ('applicants', models.JSONField(default=list, verbose_name='申请（专利权）人')),
                ('applicant_types', models.JSONField(default=list, verbose_name='申请人类型')),
                ('inventors', models.JSONField(default=list, verbose_name='发明人')),
                ('filing_date', models.DateField(null=True, verbose_name='申请日')),
                ('publication_date', models.DateField(verbose_name='公开（公告）日')),
                ('grant_date', models.DateField(null=True, verbose_name='授权公告日')),
                ('main_class', models.CharField(blank=True, max_length=32, verbose_name='主分类号')),
                ('classes', models.JSONField(default=list, verbose_name='分类号')),
                ('subclass', models.CharField(blank=True, max_length=4, verbose_name='IPC 小类')),
                ('province', models.CharField(blank=True, max_length=30, verbose_name='省份')),
                ('city', models.CharField(blank=True, max_length=40, verbose_name='城市')),
                ('legal_status', models.CharField(blank=True, choices=[('ended', '失效'), ('refused', '未授权终结'), ('pledged', '有效（质押中）'), ('licensed', '有效（已许可）'), ('assigned', '有效（已转移）'), ('in_force', '有效'), ('pending', '审中')], max_length=16, verbose_name='法律状态')),
                ('expires_on', models.DateField(null=True, verbose_name='保护期限届满日')),
                ('attribution', models.CharField(choices=[('matched', '已核对'), ('unconfirmed', '待核对')], max_length=16, verbose_name='归属')),
                ('content_hash', models.CharField(max_length=32)),
                ('source', models.CharField(max_length=255, verbose_name='数据来源')),
                ('as_of', models.DateField(verbose_name='数据日期')),
                ('import_run_id', models.BigIntegerField(db_index=True, verbose_name='导入批次')),
                ('demonstration', models.BooleanField(default=False, verbose_name='示例数据')),
            ],
            options={
                'indexes': [models.Index(fields=['publication_date', 'id'], name='patent_by_publication_date'), models.Index(fields=['publication_no', 'id'], name='patent_by_publication_no')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('publication_no', ''), _negated=True), fields=('org_id', 'publication_no'), name='patent_publication_once'), models.UniqueConstraint(condition=models.Q(('application_no', ''), _negated=True), fields=('org_id', 'application_no'), name='patent_application_once')],
            },
        ),
        wall("patents_importrun"),
        wall("patents_patent"),
    ]
