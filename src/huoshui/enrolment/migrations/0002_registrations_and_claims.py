import django.db.models.deletion
from django.db import migrations, models

import huoshui.kernel.cipher
from huoshui.kernel.walls import wall


class Migration(migrations.Migration):

    dependencies = [
        ('enrolment', '0001_people_sheets_and_invitations'),
    ]

    operations = [
        migrations.CreateModel(
            name='RegistrationInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('org_id', models.BigIntegerField(verbose_name='所属单位')),
                ('seat', models.BigIntegerField(verbose_name='席位')),
                ('line_seat', models.BigIntegerField(verbose_name='条线席位')),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('uscc', models.CharField(max_length=18, verbose_name='统一社会信用代码')),
                ('name', models.CharField(max_length=200, verbose_name='企业名称')),
                ('region', models.IntegerField(verbose_name='所在地区')),
                ('made_by', models.BigIntegerField(verbose_name='邀请人')),
                ('made_at', models.DateTimeField(verbose_name='邀请时间')),
                ('expires_at', models.DateTimeField(verbose_name='有效期至')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='使用时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('demonstration', models.BooleanField(default=False, verbose_name='示例数据')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('org_id', models.BigIntegerField(verbose_name='所属单位')),
                ('seat', models.BigIntegerField(verbose_name='席位')),
                ('line_seat', models.BigIntegerField(verbose_name='条线席位')),
                ('receipt_digest', models.CharField(max_length=64, unique=True)),
                ('state', models.CharField(choices=[('submitted', '待审核'), ('returned', '已退回补正'), ('resubmitted', '补正后待审核'), ('approved', '已通过'), ('refused', '未通过'), ('expired', '已过期')], default='submitted', max_length=16, verbose_name='状态')),
                ('user_id', models.BigIntegerField(default=0, verbose_name='账号')),
                ('username', models.CharField(blank=True, max_length=64, verbose_name='用户名')),
                ('password', models.CharField(blank=True, max_length=128)),
                ('person_name', models.CharField(max_length=50, verbose_name='姓名')),
                ('phone', huoshui.kernel.cipher.EncipheredField(blank=True, verbose_name='联系电话')),
                ('submitted_at', models.DateTimeField(verbose_name='提交时间')),
                ('changed_at', models.DateTimeField(verbose_name='更新时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('decided_by', models.BigIntegerField(default=0, verbose_name='办理人')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('notice_version', models.CharField(max_length=16, verbose_name='告知书版本')),
                ('consented_at', models.DateTimeField(verbose_name='同意时间')),
                ('demonstration', models.BooleanField(default=False, verbose_name='示例数据')),
                ('patent_no', models.CharField(blank=True, max_length=24, verbose_name='专利号')),
                ('title', models.CharField(blank=True, max_length=500, verbose_name='专利名称')),
                ('patent_id', models.BigIntegerField(default=0, verbose_name='认领的专利')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['changed_at', 'id'], name='claim_changed')],
            },
        ),
        migrations.CreateModel(
            name='RegistrationRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('org_id', models.BigIntegerField(verbose_name='所属单位')),
                ('seat', models.BigIntegerField(verbose_name='席位')),
                ('line_seat', models.BigIntegerField(verbose_name='条线席位')),
                ('receipt_digest', models.CharField(max_length=64, unique=True)),
                ('state', models.CharField(choices=[('submitted', '待审核'), ('returned', '已退回补正'), ('resubmitted', '补正后待审核'), ('approved', '已通过'), ('refused', '未通过'), ('expired', '已过期')], default='submitted', max_length=16, verbose_name='状态')),
                ('user_id', models.BigIntegerField(default=0, verbose_name='账号')),
                ('username', models.CharField(blank=True, max_length=64, verbose_name='用户名')),
                ('password', models.CharField(blank=True, max_length=128)),
                ('person_name', models.CharField(max_length=50, verbose_name='姓名')),
                ('phone', huoshui.kernel.cipher.EncipheredField(blank=True, verbose_name='联系电话')),
                ('submitted_at', models.DateTimeField(verbose_name='提交时间')),
                ('changed_at', models.DateTimeField(verbose_name='更新时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='办结时间')),
                ('decided_by', models.BigIntegerField(default=0, verbose_name='办理人')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('notice_version', models.CharField(max_length=16, verbose_name='告知书版本')),
                ('consented_at', models.DateTimeField(verbose_name='同意时间')),
                ('demonstration', models.BooleanField(default=False, verbose_name='示例数据')),
                ('uscc', models.CharField(max_length=18, verbose_name='统一社会信用代码')),
                ('name', models.CharField(max_length=200, verbose_name='企业名称')),
                ('region', models.IntegerField(verbose_name='所在地区')),
                ('enterprise_types', models.JSONField(default=list, verbose_name='企业类型')),
                ('proof', models.CharField(choices=[('review', '材料审核'), ('invitation', '管理部门邀请'), ('identity', '身份核验服务')], max_length=16, verbose_name='证明方式')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['changed_at', 'id'], name='registration_changed')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('org_id', models.BigIntegerField(verbose_name='所属单位')),
                ('seat', models.BigIntegerField(verbose_name='席位')),
                ('line_seat', models.BigIntegerField(verbose_name='条线席位')),
                ('kind', models.CharField(max_length=4, verbose_name='格式')),
                ('size', models.IntegerField(verbose_name='大小')),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('stored', models.CharField(blank=True, max_length=64)),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
                ('wiped_at', models.DateTimeField(blank=True, null=True, verbose_name='清除时间')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='enrolment.registrationrequest')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        wall("enrolment_registrationinvitation"),
        wall("enrolment_claim"),
        wall("enrolment_registrationrequest"),
        wall("enrolment_evidence"),
    ]
