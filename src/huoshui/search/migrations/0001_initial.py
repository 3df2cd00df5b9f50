from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='Waiting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('index', models.CharField(max_length=32)),
                ('thing', models.BigIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['index', 'id'], name='search_waiting_in_order')],
            },
        ),
    ]
