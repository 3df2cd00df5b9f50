from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('patents', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='importrun',
            name='notices',
            field=models.JSONField(default=list, verbose_name='已按号码更正'),
        ),
    ]
