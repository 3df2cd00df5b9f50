from django.db import migrations, models

from huoshui.kernel.walls import wall

# What had been loaded before was said by its source on that day. The wall is forced for the owner too: it is let down.
TELL_STATED = """
    ALTER TABLE patents_patent NO FORCE ROW LEVEL SECURITY;
    UPDATE patents_patent SET stated_status = legal_status, stated_on = as_of
    WHERE legal_status <> '' AND stated_status = '';
    ALTER TABLE patents_patent FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('patents', '0003_facts_with_their_sources'),
    ]

    operations = [
        migrations.CreateModel(
            name='SourceColumns',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('org_id', models.BigIntegerField(verbose_name='所属单位')),
                ('seat', models.BigIntegerField(verbose_name='席位')),
                ('line_seat', models.BigIntegerField(verbose_name='条线席位')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='栏目特征')),
                ('headings', models.JSONField(default=dict, verbose_name='栏目对应')),
                ('source_kind', models.CharField(choices=[('register', '专利登记簿'), ('office', '国家知识产权局公布（公报、XML）'), ('platform', '国家平台'), ('template', '标准模板'), ('commercial', '商业数据库导出'), ('other', '其他')], default='other', max_length=16, verbose_name='来源类别')),
                ('user_id', models.BigIntegerField(verbose_name='确认人')),
                ('at', models.DateTimeField(auto_now=True, verbose_name='确认时间')),
            ],
        ),
        migrations.AddField(
            model_name='importrun',
            name='applied_changed',
            field=models.IntegerField(db_default=0, default=0, verbose_name='已更新'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='applied_new',
            field=models.IntegerField(db_default=0, default=0, verbose_name='已新增'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='as_of',
            field=models.DateField(null=True, verbose_name='数据日期'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='disagreements',
            field=models.IntegerField(db_default=0, default=0, verbose_name='来源不一致'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='headings',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, verbose_name='栏目对应'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='columns',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, verbose_name='所读栏目'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='last_row',
            field=models.BigIntegerField(db_default=0, default=0, verbose_name='最后一行'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='next_row',
            field=models.BigIntegerField(db_default=0, default=0, verbose_name='已处理到'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='owners',
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list, verbose_name='涉及单位'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='part',
            field=models.IntegerField(db_default=0, default=0, verbose_name='已完成批数'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='problem_count',
            field=models.IntegerField(db_default=0, default=0, verbose_name='问题数'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='skip_bad_rows',
            field=models.BooleanField(db_default=False, default=False, verbose_name='跳过有误的行'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='source_kind',
            field=models.CharField(choices=[('register', '专利登记簿'), ('office', '国家知识产权局公布（公报、XML）'), ('platform', '国家平台'), ('template', '标准模板'), ('commercial', '商业数据库导出'), ('other', '其他')], blank=True, db_default='', default='', max_length=16, verbose_name='来源类别'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='spool',
            field=models.CharField(blank=True, db_default='', max_length=64, verbose_name='检查结果'),
        ),
        migrations.AddField(
            model_name='patent',
            name='priority',
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list, verbose_name='优先权'),
        ),
        migrations.AddField(
            model_name='patent',
            name='import_part',
            field=models.IntegerField(db_default=0, default=0, verbose_name='导入分批'),
        ),
        migrations.AlterField(
            model_name='importrun',
            name='state',
            field=models.CharField(choices=[('checking', '检查中'), ('checked', '已检查，未导入'), ('applying', '导入中'), ('done', '已导入'), ('given_up', '已放弃'), ('failed', '未通过检查')], max_length=16, verbose_name='状态'),
        ),
        migrations.AlterField(
            model_name='patent',
            name='import_run_id',
            field=models.BigIntegerField(verbose_name='导入批次'),
        ),
        migrations.AddIndex(
            model_name='patent',
            index=models.Index(fields=['import_run_id', 'import_part'], name='patent_by_import'),
        ),
        migrations.AddConstraint(
            model_name='sourcecolumns',
            constraint=models.UniqueConstraint(fields=('org_id', 'fingerprint'), name='source_columns_once'),
        ),
        wall("patents_sourcecolumns"),
        migrations.RunSQL(TELL_STATED, migrations.RunSQL.noop),
    ]
